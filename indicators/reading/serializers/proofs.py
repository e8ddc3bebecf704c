"""The shape of the bundle that proves a record offline."""

from typing import Any

from rest_framework import serializers


class ProvedEntrySerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text="Index of the entry in the log.")
    bytes = serializers.CharField(help_text="Its exact bytes, as text: UTF-8 canonical JSON.")
    proof = serializers.CharField(help_text="C2SP tlog-proof under the checkpoint.")


class ReleaseHashesSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="The release that the observation cites.")
    sha256 = serializers.CharField(help_text="SHA-256 of its bytes.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of its canonical text.")


class ProofSerializer(serializers.Serializer[Any]):
    object = serializers.CharField(help_text="What the entries are about.")
    version = serializers.IntegerField(help_text="Size of the log that the checkpoint signs.")
    checkpoint = serializers.CharField(help_text="The signed note (C2SP tlog-checkpoint).")
    keys = serializers.ListField(
        child=serializers.CharField(), help_text="Verifier keys of the log (C2SP vkey)."
    )
    entry = ProvedEntrySerializer(help_text="The entry that recorded it.")
    newest = ProvedEntrySerializer(help_text="The newest entry about it at this version.")
    between = ProvedEntrySerializer(many=True, help_text="Those that link the two, newest first.")
    release = ReleaseHashesSerializer(help_text="What the quotes can be checked against.")
