"""Loading the reference again, as every start does: what it brings new comes in, what people corrected stays."""

from app.core.db import db, transaction
from app.directory.models import JobRole
from app.directory.reference_actions import rename_job_role, retire_job_role
from app.networks.models import Network
from app.reference import load_reference
from tests import make


def test_a_function_that_an_administrator_renamed_keeps_its_name_at_the_next_start():
    chief = make.account("Sacha Lambert", admin=True)
    role = db.session.query(JobRole).filter_by(code="directeur_mdph").one()
    with transaction():
        rename_job_role(role, chief, label="Directrice ou directeur de MDPH", types=["mdph"], at=make.now())
        retire_job_role(role, chief, on=make.now().date(), at=make.now())
    with transaction():
        load_reference()
    db.session.refresh(role)
    assert (role.label, role.organisation_types) == ("Directrice ou directeur de MDPH", "mdph")
    assert role.retired_on == make.now().date()


def test_a_function_that_is_missing_comes_back_and_a_network_renamed_keeps_its_name():
    with transaction():
        db.session.delete(db.session.query(JobRole).filter_by(code="autre").one())
        make.network().name = "Direction des MDPH"
    count = db.session.query(JobRole).count()
    with transaction():
        load_reference()
    assert db.session.query(JobRole).count() == count + 1
    assert db.session.query(Network).filter_by(code="mdph-directeurs").one().name == "Direction des MDPH"
