"""The SalesUser's funnel as one writes it for Locust: the same calls, weights and checks, without think time.

Log in, start a conversation, 8 to 15 messages among tier, projection, analytics and health, end it, start the next.
The texts are fewer and simpler than the SalesUser's, which spares Locust work.
"""

import random
import uuid

from locust import FastHttpUser, HttpUser

EMAIL, PASSWORD = "benchmark@example.com", "benchmark"
TIERS = ("AGENTS ACCESS", "Hybrid Coaching")
MESSAGES = (
    "Hola, buenas tardes. Me interesa saber más de lo que ofrecen.",
    "Mi meta principal es bajar de peso, aunque también quiero dormir mejor.",
    "Suena bien. ¿Qué incluye exactamente el programa?",
    "¿Cuántas sesiones son al mes y cuánto duran?",
    "La verdad se me hace un poco caro. ¿No manejan algún descuento?",
    "¿En cuánto tiempo se empiezan a notar los cambios?",
    "Déjeme pensarlo unos días. ¿La promoción sigue la próxima semana?",
    "Me convence. ¿Cómo me inscribo?",
)
GOALS = ("energía", "enfoque", "bajar de peso", "dormir mejor", "menos estrés", "más fuerza")


class Funnel:
    """The calls; the subclasses add the client."""

    def on_start(self):
        self.token = None
        self.conversation = None

    def call(self, name, method, path, accept, body=None):
        """Makes one call and returns its JSON when `accept` finds in it what the contract promises, else None."""
        headers = {"X-Request-ID": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with self.client.request(
            method, path, json=body, headers=headers, name=name, catch_response=True
        ) as response:
            if response.status_code != 200:
                response.failure(f"status {response.status_code}")
                return None
            answer = response.json()
            if not accept(answer):
                response.failure("the answer lacks what the contract promises")
                return None
            response.success()
            return answer

    def step(self):
        if not self.token:
            self.log_in()
        elif self.conversation and self.sent >= self.length:
            conversation, self.conversation = self.conversation, None
            self.call("end", "POST", f"/conversation/{conversation}/end", lambda answer: True)
        elif not self.conversation:
            self.open_conversation()
        else:
            random.choices(
                (self.say, self.check_tier, self.project, self.analytics, self.health), (70, 10, 10, 5, 5))[0]()

    def log_in(self):
        answer = self.call(
            "login", "POST", "/auth/login", lambda answer: answer.get("access_token"),
            {"email": EMAIL, "password": PASSWORD})
        self.token = answer and answer["access_token"]

    def open_conversation(self):
        goals = random.sample(GOALS, 3)
        number = random.randint(1000, 999999)
        self.customer = {
            "name": "María García López", "email": f"maria.garcia{number}@example.com",
            "phone": f"+52 55 {random.randint(1000, 9999)} {random.randint(1000, 9999)}",
            "age": random.randint(25, 45), "occupation": "ingeniera",
            "goals": {"primary": goals[0], "secondary": goals[1:]},
            "budget": random.choice(("low", "medium", "high")),
            "urgency": random.choice(("immediate", "this_month", "exploring")),
        }
        answer = self.call(
            "start", "POST", "/conversation/start", lambda answer: answer.get("conversation_id"),
            {"customer_data": self.customer, "program_type": "PRIME", "channel": "web",
             "metadata": {"source": "load-test", "test_id": "benchmark"}})
        self.conversation = answer and answer["conversation_id"]
        self.length, self.sent, self.phase, self.tier = random.randint(8, 15), 0, "greeting", TIERS[0]

    def say(self):
        self.sent += 1
        answer = self.call(
            "message", "POST", f"/conversation/{self.conversation}/message",
            lambda answer: len(answer.get("response", "")) >= 10,
            {"message": random.choice(MESSAGES), "metadata": {"phase": self.phase, "message_number": self.sent}})
        if answer:
            self.phase = answer.get("phase", self.phase)

    def check_tier(self):
        answer = self.call(
            "tier", "GET", f"/conversation/{self.conversation}/tier", lambda answer: answer.get("tier") in TIERS)
        if answer:
            self.tier = answer["tier"]

    def project(self):
        self.call(
            "roi", "POST", "/predictive/roi-projection",
            lambda answer: "roi_projection" in answer and isinstance(answer.get("confidence"), (int, float)),
            {"customer_profile": {key: self.customer[key] for key in ("age", "occupation", "goals")},
             "program_type": "PRIME", "tier": self.tier})

    def analytics(self):
        self.call(
            "analytics", "GET", f"/analytics/conversation/{self.conversation}", lambda answer: isinstance(answer, dict))

    def health(self):
        self.call("health", "GET", "/health", lambda answer: answer.get("status") == "healthy")

    # Locust finds no decorated task in a class that is not a user.
    tasks = [step]


class Standard(Funnel, HttpUser):
    pass


class Fast(Funnel, FastHttpUser):
    pass
