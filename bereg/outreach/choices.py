"""The closed lists of outreach. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutreachKind(models.TextChoices):
    """How people were met."""

    LECTURE = "lecture", _("lecture")
    JOINT_CONSULTATION = "joint_consult", _("joint consultation")
    SEMINAR = "seminar", _("seminar")
    CONFERENCE = "conference", _("conference")
    TRAINING = "training", _("training")
    ROUND_TABLE = "round_table", _("round table")
    FIELD_VISIT = "field_visit", _("visit to where people live or work")
    PRESS = "press", _("meeting with journalists")
    OTHER = "other", pgettext_lazy("outreach", "other")


class OutreachPlace(models.TextChoices):
    """In what kind of place."""

    OFFICE = "office", _("state office")
    SCHOOL = "school", _("school, college or university")
    SHELTER = "shelter", _("crisis centre or centre for minors")
    UNION = "union", _("NGO or diaspora union")
    CONSULATE = "consulate", _("embassy or consulate")
    ENTERPRISE = "enterprise", _("enterprise or building site")
    HOSTEL = "hostel", _("hostel")
    MARKET = "market", _("market")
    CLINIC = "clinic", _("clinic")
    OWN = "own", _("our own rooms")
    HALL = "hall", _("library, hall or hotel")
    ONLINE = "online", _("on the internet")
    OTHER = "other", pgettext_lazy("place", "other")


class ReachedKind(models.TextChoices):
    """Which people were reached."""

    MIGRANTS = "migrants", _("migrants")
    FAMILIES = "families", _("families of migrants")
    PUPILS = "pupils", _("school pupils")
    STUDENTS = "students", _("students")
    TEACHERS = "teachers", _("teachers")
    OFFICIALS = "officials", _("officials")
    POLICE = "police", _("police and prosecutors")
    EMPLOYERS = "employers", _("employers")
    NGO = "ngo", _("staff of NGOs")
    JOURNALISTS = "journalists", _("journalists")
    OTHERS = "others", pgettext_lazy("people reached", "others")


# Of how many people altogether, for the figures: no exact number of one event stands there.
SIZES = (
    ("none", _("nobody")),
    ("1_19", _("under 20 people")),
    ("20_49", _("20 to 49 people")),
    ("50_99", _("50 to 99 people")),
    ("100_over", _("100 people and more")),
)
SIZES_BEGIN = (1, 20, 50, 100)
MOST_PEOPLE = 100_000
