from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.notices import permissions, selectors, services
from weicheng.ground.notices.forms import PreferenceForm
from weicheng.ground.notices.mailing import mail_is_on
from weicheng.ground.notices.models import Robot
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.doors import page


@page
def mine(request: Request) -> HttpResponse:
    """How I want to be told."""
    preference = selectors.preference_of(request.user)
    initial: dict[str, Any] = {
        name: getattr(preference, name) for name in PreferenceForm.base_fields if name != "email"
    }
    form = PreferenceForm(request.POST or None, initial=initial | {"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_preference(by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "已保存，以后按这样通知您。")
            return redirect("notices:mine")
    context = {
        "nav": "notices",
        "crumbs": [("通知", reverse("notices:inbox")), ("我的通知", None)],
        "form": form,
        "mail_is_on": mail_is_on(),
        "rows": selectors.robot_rows(Robot.objects.filter(user=request.user)),
        "may_set": permissions.user_can_set_own_robots(request.user),
    }
    return render(request, "notices/mine.html", context, status=422 if form.errors else 200)
