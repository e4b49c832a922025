"""One GET, then nothing: what a connected user costs that waits."""

from locust import FastHttpUser, HttpUser, constant, task


class Standard(HttpUser):
    wait_time = constant(600)

    @task
    def get(self):
        self.client.get("/")


class Fast(FastHttpUser):
    wait_time = constant(600)

    @task
    def get(self):
        self.client.get("/")
