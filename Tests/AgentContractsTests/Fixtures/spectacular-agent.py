"""The document that drf-spectacular makes of Django REST framework's views: OpenAPI 3.0, JSON log-in, ids named `id`."""
import json

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "drf_spectacular"],
    DATABASES={}, ROOT_URLCONF=__name__, SECRET_KEY="none", USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    },
    SPECTACULAR_SETTINGS={"TITLE": "Sessions made up", "VERSION": "1.0"})
django.setup()

from django.urls import path  # noqa: E402
from drf_spectacular.generators import SchemaGenerator  # noqa: E402
from drf_spectacular.utils import OpenApiExample, extend_schema  # noqa: E402
from rest_framework import serializers, views  # noqa: E402
from rest_framework.permissions import AllowAny  # noqa: E402


class Login(serializers.Serializer):
    email = serializers.EmailField()
    password = serializers.CharField(max_length=128)


class Token(serializers.Serializer):
    token = serializers.CharField(read_only=True)


class Opening(serializers.Serializer):
    full_name = serializers.CharField(min_length=3, max_length=80)
    phone = serializers.CharField(required=False)
    age = serializers.IntegerField(min_value=18, max_value=60)
    budget = serializers.ChoiceField(["low", "medium", "high"])
    goals = serializers.ListField(child=serializers.CharField(), required=False)
    newsletter = serializers.BooleanField()


class Session(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    created = serializers.DateTimeField(read_only=True)


class Question(serializers.Serializer):
    question = serializers.CharField(max_length=300)
    attachments = serializers.ListField(child=serializers.CharField(), required=False)


class Words(serializers.Serializer):
    content = serializers.CharField()
    degraded = serializers.BooleanField()


class Answer(serializers.Serializer):
    message = Words()


class Projection(serializers.Serializer):
    projected_roi_percentage = serializers.FloatField()
    confidence = serializers.FloatField()


class Profile(serializers.Serializer):
    age = serializers.IntegerField()
    occupation = serializers.CharField()


def view(method, request, response, statuses=200, open_to_all=False, examples=None):
    class View(views.APIView):
        permission_classes = [AllowAny] if open_to_all else views.APIView.permission_classes
        authentication_classes = [] if open_to_all else views.APIView.authentication_classes

    def handle(self, *_, **__):
        return None

    handle.__name__ = method
    setattr(View, method, extend_schema(
        request=request, responses={statuses: response}, examples=examples or [])(handle))
    return View.as_view()


urlpatterns = [
    path("api/v1/auth/login/", view("post", Login, Token, open_to_all=True)),
    path("api/v1/auth/logout/", view("post", None, None, 204)),
    path("api/v1/sessions/", view("post", Opening, Session, 201, examples=[
        OpenApiExample("one", request_only=True, value={
            "full_name": "Ana Ruiz", "age": 30, "budget": "low", "newsletter": False, "note": "un {saludo}"})])),
    path("api/v1/sessions/<int:id>/ask/", view("post", Question, Answer)),
    path("api/v1/sessions/<int:id>/finish/", view("post", None, Session)),
    path("api/v1/sessions/<int:id>/insights/", view("get", None, Session)),
    path("api/v1/roi/", view("post", Profile, Projection)),
    path("healthz/", view("get", None, None, open_to_all=True)),
]

print(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))
