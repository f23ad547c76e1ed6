/** Writes an event of the journal as a CloudEvents 1.0 document in JSON: the form in which every event leaves the house. */
import type { Instant } from '../../kernel/clock.ts';

/** An event as the journal has it. `seq` counts from 1 in its stream, without gaps. */
export interface EventEnvelope {
  id: string;
  type: string;
  streamKind: string;
  streamId: string;
  seq: number;
  occurredAt: Instant;
  recordedAt: Instant;
  data: unknown;
}

/**
 * A CloudEvent of ours. `subject` is the stream; `sequence` and `recordedtime` are extensions that the CloudEvents project
 * documents; `partitionkey` keeps the events of one stream in order through a message bus.
 */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: Instant;
  datacontenttype: 'application/json';
  data: unknown;
  sequence: string;
  recordedtime: Instant;
  partitionkey: string;
}

/** Media type of one event, from the CloudEvents JSON format, section 3. */
export const CLOUD_EVENT = 'application/cloudevents+json; charset=utf-8';

/** Digits of a sequence, enough for any safe integer: the extension asks for text that sorts as it counts. */
const SEQUENCE_DIGITS = 16;

/**
 * Maps one event. `source` names the installation and is a URI reference, e.g. "https://oms.example.com" or "/spil"; it and
 * the id together are unique. The type gets the prefix "spil.". Refuses an empty id, type or source and a sequence below 1.
 */
export function toCloudEvent(event: EventEnvelope, source: string): CloudEvent {
  if (source === '' || /\s/.test(source)) throw new RangeError('the source of an event is a URI reference such as https://oms.example.com');
  if (event.id === '' || event.type === '') throw new RangeError('an event has an id and a type');
  if (!Number.isSafeInteger(event.seq) || event.seq < 1) throw new RangeError(`the sequence of event ${event.id} counts from 1, found ${event.seq}`);
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: `spil.${event.type}`,
    subject: `${event.streamKind}/${event.streamId}`,
    time: event.occurredAt,
    datacontenttype: 'application/json',
    data: event.data,
    sequence: String(event.seq).padStart(SEQUENCE_DIGITS, '0'),
    recordedtime: event.recordedAt,
    partitionkey: event.streamId,
  };
}
