"""A plain GET, again and again."""

from locust import FastHttpUser, HttpUser, task


class Standard(HttpUser):
    @task
    def get(self):
        self.client.get("/")


class Fast(FastHttpUser):
    @task
    def get(self):
        self.client.get("/")
