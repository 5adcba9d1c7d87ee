/**
 * From stored text back to what we wrote. The hash vouches for the journal; these look only as far as is needed
 * to never hand on something of another shape.
 */
import type { EnvironmentRecord, JournalEntry, StoredSample } from '../engine/ports.ts';
import { metricNames, type StoredLook } from '../../shared/domain/health/model.ts';
import type { DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, deploymentStates } from '../../shared/domain/deployment/model.ts';
import type { Actor, EnvironmentKey } from '../../shared/domain/release.ts';
import type { JsonValue } from '../../shared/domain/result.ts';
import { type SlotName, slotNames } from '../../shared/domain/target/model.ts';
import type { EnvironmentTable } from './schema.ts';

/** Fields of something that was read: nothing is known of their values. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A mapping: no list, no null. */
export function isPlainObject(value: unknown): value is PlainObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `JSON.parse` answered; only its "nothing" is not JSON. */
export function isJsonValue(value: unknown): value is JsonValue {
	return value !== undefined;
}

/** Anyone who may have written an entry. */
export function isActor(value: unknown): value is Actor {
	if (!isPlainObject(value)) return false;
	return (
		value.kind === 'engine' ||
		((value.kind === 'person' || value.kind === 'schedule') && typeof value.name === 'string')
	);
}

/** `service/environment`. */
export function isEnvironmentKey(value: unknown): value is EnvironmentKey {
	return typeof value === 'string' && value.includes('/');
}

function isSlotName(value: unknown): value is SlotName {
	return slotNames.some((slot) => slot === value);
}

const eventTypes: Readonly<Record<DeploymentEvent['type'], true>> = {
	created: true,
	begun: true,
	commanded: true,
	'effect-intended': true,
	'effect-done': true,
	'effect-failed': true,
	verdict: true,
	'step-elapsed': true,
	'patience-ended': true,
	'machine-left': true,
	recovered: true,
	'split-drifted': true,
	'window-ended': true,
};

function isDeploymentEvent(value: unknown): value is DeploymentEvent {
	return isPlainObject(value) && typeof value.type === 'string' && Object.hasOwn(eventTypes, value.type);
}

/** The event in an entry of a deployment's stream; null when it is none that this version knows. */
export function recordedEvent(entry: JournalEntry): RecordedEvent | null {
	const event: unknown = entry.payload;
	return isDeploymentEvent(event) ? { event, revision: entry.revision, at: entry.at, actor: entry.actor } : null;
}

/** Projections are not hashed, but can be rebuilt: a snapshot of another shape is refused rather than believed. */
export function isDeployment(value: unknown): value is Deployment {
	return (
		isPlainObject(value) &&
		['id', 'service', 'environment'].every((field) => typeof value[field] === 'string') &&
		deploymentStates.some((state) => state === value.state) &&
		typeof value.revision === 'number' &&
		isPlainObject(value.release) &&
		isPlainObject(value.traffic) &&
		isPlainObject(value.strategy) &&
		Array.isArray(value.strategy.steps) &&
		Array.isArray(value.pending)
	);
}

/** A row of the environments table; null when it cannot be one of ours. */
export function environmentRecord(row: EnvironmentTable): EnvironmentRecord | null {
	if (!isEnvironmentKey(row.key)) return null;
	if (row.version !== null && !isSlotName(row.slot)) return null;
	return {
		key: row.key,
		standing: row.version !== null && isSlotName(row.slot) ? { version: row.version, slot: row.slot } : null,
		knownGood: row.known_good,
		previousKnownGood: row.previous_known_good,
		since: row.since,
		deploymentId: row.deployment_id,
	};
}

/** The record in an entry of an environment's stream. */
export function isEnvironmentRecord(value: unknown): value is EnvironmentRecord {
	if (!isPlainObject(value) || !isEnvironmentKey(value.key)) return false;
	const { standing } = value;
	return (
		standing === null || (isPlainObject(standing) && typeof standing.version === 'string' && isSlotName(standing.slot))
	);
}

/** Values of both slots, each possibly empty. */
export function isSampleValues(value: unknown): value is StoredSample['values'] {
	return isPlainObject(value) && slotNames.every((slot) => isPlainObject(value[slot]));
}

const hasReadings = (value: unknown): boolean =>
	isPlainObject(value) && metricNames.every((metric) => isPlainObject(value[metric]));

/** A look that can be judged again. */
export function isStoredLook(value: unknown): value is StoredLook {
	if (!isPlainObject(value) || typeof value.at !== 'number' || typeof value.stepIndex !== 'number') return false;
	const { input, targetReasons } = value;
	return (
		Array.isArray(targetReasons) &&
		isPlainObject(input) &&
		typeof input.at === 'number' &&
		isPlainObject(input.weights) &&
		hasReadings(input.canary) &&
		(input.stable === null || hasReadings(input.stable))
	);
}
