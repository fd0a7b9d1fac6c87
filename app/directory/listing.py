"""How a person stands on a line of a list that leaves the house: the same columns in every export of people."""

from app.directory.models import Person

HEADINGS = ["Nom", "Prénom", "Courriel", "Structure", "Type", "Département", "Région", "Fonction"]


def line_of(person: Person) -> list[object]:
    """The person and where they work today, one value for each of ``HEADINGS``."""
    organisation, department = person.organisation, person.department
    return [
        person.last_name,
        person.first_name,
        person.email,
        organisation.short_name if organisation else "",
        organisation.type_label if organisation else "",
        department.label if department else "",
        department.region.name if department and department.region else "",
        person.job_role.label if person.job_role else "",
    ]
