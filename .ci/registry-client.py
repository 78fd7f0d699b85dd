#!/usr/bin/env python3
"""Drives the schema registry that Millrace serves with Confluent's Python client (pip install confluent-kafka[avro]).

registry-client.py REGISTRY_URL [BOOTSTRAP_SERVER]: with a broker, also sends an event and reads a published list.
"""
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext


def error_code(question):
    try:
        question()
    except SchemaRegistryError as error:
        return error.error_code
    raise AssertionError("no error")


def registry_api(registry):
    ours = registry.get_latest_version("recs.interactions.v1-value")
    assert "recs.interactions.v1-value" in registry.get_subjects()
    assert registry.get_schema(ours.schema_id).schema_str == ours.schema.schema_str
    assert registry.lookup_schema("recs.interactions.v1-value", ours.schema).version == ours.version
    assert registry.get_compatibility("recs.interactions.v1-value") == "FULL_TRANSITIVE"

    subject = f"python-{uuid.uuid4()}-value"
    first = Schema('{"type":"record","name":"E","fields":[{"name":"a","type":"string"}]}', "AVRO")
    bad = Schema('{"type":"record","name":"E","fields":[{"name":"b","type":"string"}]}', "AVRO")
    number = registry.register_schema(subject, first)
    assert registry.register_schema(subject, first) == number
    assert registry.get_versions(subject) == [1]
    assert not registry.test_compatibility(subject, bad)
    assert error_code(lambda: registry.register_schema(subject, bad)) == 409
    assert error_code(lambda: registry.get_schema(2_000_000_000)) == 40403
    assert error_code(lambda: registry.get_latest_version("no-such-subject")) == 40401
    registry.set_compatibility(subject, "NONE")
    assert registry.get_compatibility(subject) == "NONE"
    assert registry.register_schema(subject, bad) > number
    print("registry: ok")


def event_to_list(registry, broker):
    user = f"python-{uuid.uuid4()}"
    topic = "recs.interactions.v1"
    serializer = AvroSerializer(
        registry,
        registry.get_latest_version(topic + "-value").schema.schema_str,
        conf={"auto.register.schemas": False, "use.latest.version": True},
    )
    event = {
        "eventId": str(uuid.uuid4()),
        "userId": user,
        "itemId": "tea",
        "eventType": "click",
        "value": 1.0,
        "timestampMs": int(time.time() * 1000),
        "sessionId": None,
        "bot": False,
    }
    producer = Producer({"bootstrap.servers": broker})
    producer.produce(topic, key=user, value=serializer(event, SerializationContext(topic, MessageField.VALUE)))
    producer.flush()
    consumer = Consumer(
        {
            "bootstrap.servers": broker,
            "group.id": user,
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
        }
    )
    lists = "recs.recommendations.v1"
    consumer.subscribe([lists])
    deserializer = AvroDeserializer(registry)
    deadline = time.time() + 60
    while time.time() < deadline:
        record = consumer.poll(1)
        if record is not None and not record.error() and record.key() == user.encode() and record.value():
            made = deserializer(record.value(), SerializationContext(lists, MessageField.VALUE))
            print(f"list: ok, {len(made['items'])} items, level {made['level']}")
            consumer.close()
            return
    raise AssertionError(f"no list for {user} within 60 s")


if __name__ == "__main__":
    client = SchemaRegistryClient({"url": sys.argv[1]})
    registry_api(client)
    if len(sys.argv) > 2:
        event_to_list(client, sys.argv[2])
