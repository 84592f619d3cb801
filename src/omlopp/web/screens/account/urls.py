from django.urls import path

from omlopp.web.screens.account import inviting, second_factor, signing, views

# Names with underscores are those that django-allauth asks for by name.
urlpatterns = [
    path("", views.me, name="me"),
    path("logga-in/", signing.sign_in, name="sign-in"),
    path("logga-in/", signing.sign_in, name="account_login"),
    path("logga-in/kod/", signing.second_step, name="mfa_authenticate"),
    path("logga-ut/", signing.sign_out, name="sign-out"),
    path("utloggad/", views.held_forms, name="held"),
    path("utloggad/kasta/", views.drop_held, name="drop-held"),
    path("losenord/", signing.password, name="password"),
    path("bekrafta/", signing.again, name="account_reauthenticate"),
    path("bekrafta/kod/", signing.again_by_code, name="mfa_reauthenticate"),
    path("tva-steg/", second_factor.turn_on, name="mfa_activate_totp"),
    path("tva-steg/av/", second_factor.turn_off, name="mfa_deactivate_totp"),
    path("tva-steg/koder/", second_factor.recovery_codes, name="recovery-codes"),
    path("tva-steg/koder/fil/", second_factor.recovery_codes_file, name="recovery-codes-file"),
    path("tva-steg/koder/nya/", second_factor.renew_recovery_codes, name="new-recovery-codes"),
    path("inloggad/", views.sessions, name="sessions"),
    path("inloggad/avsluta/", views.end_all_sessions, name="end-sessions"),
    path(
        "bjud-in/organisation/<int:organisation>/",
        inviting.invite_to_organisation,
        name="invite-organisation",
    ),
    path("bjud-in/upphandling/<int:pk>/", inviting.invite_to_procurement, name="invite-here"),
    path("bjud-in/<int:waiting>/aterkalla/", inviting.withdraw, name="withdraw-invitation"),
    path("nollstall/<int:organisation>/", inviting.reset_factor, name="reset-second-factor"),
    path("inbjudan/<str:invitation>/", inviting.invitation, name="invitation"),
]
