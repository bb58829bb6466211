"""Addresses of this room."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from bereg.desk.views import audit, drafts, emergency_access, enquiry, find, form, holds, retention, today, words
from bereg.desk.welcome import welcome

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", welcome, name="welcome"),
    # /today/
    path("today/", today.today, name="today"),
    path("today/without-enquiry/", today.without_enquiry, name="without_enquiry"),
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
    path("enquiries/<uuid:pk>/withdraw/", enquiry.withdraw, name="withdraw"),
    path("enquiries/<uuid:pk>/contacts/new/", enquiry.further_contact, name="further_contact"),
    path("enquiries/<uuid:pk>/hold/", holds.hold, name="hold"),
    path("enquiries/<uuid:pk>/hold/lift/", holds.lift_hold, name="lift_hold"),
    path("enquiries/<uuid:pk>/hold/review/", holds.review_hold, name="review_hold"),
    # /retention/
    path("retention/", retention.retention, name="retention"),
    path("retention/clock/", retention.believe_clock, name="believe_clock"),
    # /find/
    path("find/", find.find_enquiries, name="find"),
    path("find/open/", find.open_enquiry, name="open_enquiry"),
    path("find/words/", words.search_words, name="search_words"),
    path("find/words/<uuid:pk>/", words.words, name="words"),
    path("find/words/<uuid:pk>/stop/", words.cancel_words, name="cancel_words"),
    path("find/contact/", words.find_contact, name="find_contact"),
    # /audit/
    path("audit/", audit.audit, name="audit"),
    # /glass/
    path("glass/", emergency_access.reviews, name="glass_reviews"),
    path("glass/break/", emergency_access.break_glass, name="break_glass"),
    path("glass/open/", emergency_access.open_glass, name="open_glass"),
    path("glass/<uuid:pk>/", emergency_access.broken_glass, name="glass"),
    path("glass/<uuid:pk>/end/", emergency_access.end_glass, name="end_glass"),
    path("glass/<uuid:pk>/review/", emergency_access.review, name="glass_review"),
]
