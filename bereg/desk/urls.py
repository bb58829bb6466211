"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.desk.first_run import welcome
from bereg.desk.views import (
    board,
    bulk_actions,
    contacts,
    drafts,
    enquiry,
    find,
    form,
    mistakes,
    saved_filters,
    several_contacts,
    text_search,
    today,
)

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", welcome, name="welcome"),
    # /today/
    path("today/", today.today, name="today"),
    path("today/without-enquiry/", today.without_enquiry, name="without_enquiry"),
    # /board/
    path("board/", board.board, name="board"),
    path("board/now/", board.board_now, name="board_now"),
    # /contacts/
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/several/", several_contacts.several_contacts, name="several_contacts"),
    path("contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacts/<uuid:pk>/mistake/", contacts.mistaken_contact, name="mistaken_contact"),
    path("contacts/<uuid:pk>/undo/", contacts.undo_contact, name="undo_contact"),
    # /enquiries/
    path("enquiries/new/", form.new_enquiry, name="new_enquiry"),
    path("enquiries/new/relevance/", form.relevance, name="relevance"),
    path("enquiries/new/called-before/", form.called_before, name="called_before"),
    path("enquiries/new/token/", form.token, name="token"),
    path("enquiries/new/<uuid:pk>/", form.form, name="form"),
    path("enquiries/drafts/<uuid:pk>/", drafts.draft, name="draft"),
    path("enquiries/drafts/<uuid:pk>/discard/", drafts.discard, name="discard_draft"),
    path("enquiries/<uuid:pk>/", enquiry.enquiry, name="enquiry"),
    path("enquiries/<uuid:pk>/contact/", enquiry.show_contact, name="show_contact"),
    path("enquiries/<uuid:pk>/saved/", form.saved, name="saved"),
    path("enquiries/<uuid:pk>/correct/", enquiry.correct, name="correct"),
    path("enquiries/<uuid:pk>/draft/", drafts.correction_draft, name="correction_draft"),
    path("enquiries/<uuid:pk>/close/", enquiry.close, name="close"),
    path("enquiries/<uuid:pk>/reopen/", enquiry.reopen, name="reopen"),
    path("enquiries/<uuid:pk>/take-over/", enquiry.take_over, name="take_over"),
    path("enquiries/<uuid:pk>/assign/", enquiry.assign, name="assign"),
    path("enquiries/<uuid:pk>/mistake/", mistakes.mistake, name="mistake"),
    path("enquiries/<uuid:pk>/withdraw/", enquiry.withdraw, name="withdraw"),
    path("enquiries/<uuid:pk>/contacts/new/", enquiry.further_contact, name="further_contact"),
    # /find/
    path("find/", find.find_enquiries, name="find"),
    path("find/open/", find.open_enquiry, name="open_enquiry"),
    path("find/filters/", saved_filters.filters, name="filters"),
    path("find/filters/keep/", saved_filters.keep_filter, name="keep_filter"),
    path("find/filters/<uuid:pk>/rename/", saved_filters.rename_filter, name="rename_filter"),
    path("find/filters/<uuid:pk>/share/", saved_filters.share_filter, name="share_filter"),
    path("find/filters/<uuid:pk>/remove/", saved_filters.remove_filter, name="remove_filter"),
    path("find/close/", bulk_actions.close_several, name="close_several"),
    path("find/hand-over/", bulk_actions.assign_several, name="assign_several"),
    path("find/words/", text_search.search_words, name="search_words"),
    path("find/words/<uuid:pk>/", text_search.words, name="words"),
    path("find/words/<uuid:pk>/stop/", text_search.cancel_words, name="cancel_words"),
    path("find/contact/", text_search.find_contact, name="find_contact"),
]
