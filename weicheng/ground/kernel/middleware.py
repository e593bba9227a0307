import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as


class ActorMiddleware:
    """Gives every request an id and lets the audit trail know who acts in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:16]
        user = request.user
        known = user.is_authenticated
        with acting_as(
            actor_id=user.pk if known else None,
            actor_name=str(user) if known else "",
            channel=Channel.PAGE,
            request_id=request_id,
        ):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
