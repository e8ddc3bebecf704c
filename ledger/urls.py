"""Addresses below /ledger/."""

from django.urls import path

from ledger import api

urlpatterns = [
    path("checkpoint", api.checkpoint, name="checkpoint"),
    path("tile/<path:path>", api.tile, name="tile"),
    path("with-hashes/<int:number>", api.with_hashes, name="with-hashes"),
    path("proof/<str:index>", api.proof, name="proof"),
    path("consistency", api.consistency, name="consistency"),
    path("keys", api.keys, name="keys"),
    path("verifier", api.verifier, name="verifier"),
    path("witness/add-checkpoint", api.witness_add, name="witness-add"),
    path("witness/key", api.witness_key, name="witness-key"),
    path("witness/<str:origin_hash>/checkpoint", api.witness_checkpoint, name="witness-checkpoint"),
    path("", api.missing),
    path("<path:path>", api.missing),
]
