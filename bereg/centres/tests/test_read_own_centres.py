"""The centres that somebody works at are read with each request, and in the order that all lists have."""

from bereg.accounts.models import User
from bereg.centres.models import Centre, Membership
from bereg.centres.queries import centres_of, own_centres


def plain(centre: Centre) -> dict[str, object]:
    return {field.attname: getattr(centre, field.attname) for field in Centre._meta.concrete_fields}


def test_they_are_read_whole_and_in_their_order(centre: Centre, other_centre: Centre, operator: User) -> None:
    Membership.objects.create(user=operator, centre=other_centre)
    for first, last in ((centre, other_centre), (other_centre, centre)):
        Centre.objects.filter(pk=first.pk).update(position=1)
        Centre.objects.filter(pk=last.pk).update(position=2)
        person = User.objects.get(pk=operator.pk)
        assert [plain(each) for each in own_centres(person)] == [plain(each) for each in centres_of(person)]
        assert own_centres(person) == [first, last]


def test_of_one_place_the_code_decides(centre: Centre, other_centre: Centre, operator: User) -> None:
    Membership.objects.create(user=operator, centre=other_centre)
    Centre.objects.update(position=1)
    assert [each.code for each in own_centres(operator)] == sorted([centre.code, other_centre.code])


def test_who_works_nowhere_has_none(other_centre: Centre, operator: User) -> None:
    Membership.objects.all().delete()
    assert own_centres(operator) == []
