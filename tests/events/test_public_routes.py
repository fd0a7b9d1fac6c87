def test_an_address_cut_short_leads_to_the_list(client):
    assert client.get("/evenements").headers["Location"] == "/"
