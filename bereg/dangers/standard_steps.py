"""The steps that a centre begins with, until its supervisor writes its own: short, in order, and without any name."""

from django.utils.translation import gettext_lazy as _

from bereg.dangers.choices import ProcedureKind

STANDARD = {
    ProcedureKind.DANGER: (
        _("Ask: are you safe at this moment, can you talk, does anybody hear us? If not, agree on yes and no."),
        _("Ask where the person is: address, floor, what can be seen from the window, who else is there."),
        _("Ask whether they want you to call for help. If a life is in danger now, call even without consent."),
        _("Call 112 from another telephone, or have a colleague call. Do not end the conversation with the person."),
        _("Agree on a word for “I cannot talk any more” and on who calls whom if the line breaks."),
        _("Call the supervisor of your centre, then the partner who takes people in at night."),
        _("Stay on the line until help has arrived, or until the person says that they are safe."),
        _("Write down what was done, and talk it over with a colleague. You have done what you could."),
    ),
    ProcedureKind.CHILD: (
        _("Speak slowly and simply. Say your name, and that the child was right to call."),
        _("Ask: are you alone, is anybody hurting you now, are you hurt, where are you?"),
        _("Do not promise to keep it secret. Say whom you will ask for help, and why."),
        _("If the child is hurt, threatened or alone in the street, call 112 at once."),
        _("Call the supervisor of your centre: they inform the authority that protects children."),
        _("Ask which adult the child trusts. Do not call anybody the child is afraid of."),
        _("Stay on the line until an adult who helps is with the child."),
    ),
    ProcedureKind.SUICIDE: (
        _("Ask openly: are you thinking of killing yourself? Asking does not put the thought into anybody's head."),
        _("Ask: do you know how, do you have it at hand, have you taken or done anything already?"),
        _("If something has already been done, or is at hand, ask for the address and call 112 at once."),
        _("Ask the person to put anything dangerous in another room, and to be with somebody."),
        _(
            "Let the psychologist of your centre take over the conversation, or join it. Do not leave the person"
            " waiting alone."
        ),
        _("Agree on the next hours: who is with them, whom they call, when you call again."),
        _("Call the supervisor of your centre, and talk it over afterwards."),
    ),
}
