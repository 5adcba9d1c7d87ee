/** From stored text back to what pipelines wrote. As in `decode.ts`: only as far as is needed to hand on nothing of another shape. */
import type { CollectedEvidence } from '../../shared/domain/gates/evidence.ts';
import type { Waiver } from '../../shared/domain/gates/model.ts';
import type { Approval, FreezeLift } from '../../shared/domain/pipeline/decisions.ts';
import { type PipelineRun, type ReleaseRecord, runStates, stageNames } from '../../shared/domain/pipeline/model.ts';
import type { PipelineFact } from '../engine/pipeline-ports.ts';
import { isActor, isPlainObject, type PlainObject } from './decode.ts';

function hasTexts(value: PlainObject, ...fields: readonly string[]): boolean {
	return fields.every((field) => typeof value[field] === 'string');
}

/** A run as it was kept. */
export function isPipelineRun(value: unknown): value is PipelineRun {
	return (
		isPlainObject(value) &&
		hasTexts(value, 'id', 'service', 'runner', 'nativeId') &&
		typeof value.attempt === 'number' &&
		typeof value.createdAt === 'number' &&
		runStates.some((state) => state === value.state) &&
		isPlainObject(value.commit) &&
		typeof value.commit.sha === 'string' &&
		Array.isArray(value.jobs)
	);
}

/** A release as it was journalled. */
export function isReleaseRecord(value: unknown): value is ReleaseRecord {
	return (
		isPlainObject(value) &&
		hasTexts(value, 'service', 'version', 'commit', 'runId') &&
		typeof value.madeAt === 'number' &&
		['commits', 'authors', 'artifacts'].every((field) => Array.isArray(value[field]))
	);
}

function isDecision(value: unknown): value is PlainObject {
	return isPlainObject(value) && hasTexts(value, 'id', 'service') && isActor(value.by) && typeof value.at === 'number';
}

export function isApproval(value: unknown): value is Approval {
	return (
		isDecision(value) &&
		hasTexts(value, 'runId') &&
		stageNames.some((stage) => stage === value.stage) &&
		['approved', 'rejected', 'withdrawn'].some((decision) => decision === value.decision) &&
		Array.isArray(value.answers)
	);
}

export function isWaiver(value: unknown): value is Waiver {
	return isDecision(value) && hasTexts(value, 'gate', 'reason') && typeof value.until === 'number';
}

export function isFreezeLift(value: unknown): value is FreezeLift {
	return isDecision(value) && hasTexts(value, 'freeze', 'environment', 'reason') && typeof value.until === 'number';
}

/** Lists of evidence and of what could not be read. */
export function isCollectedEvidence(value: unknown): value is CollectedEvidence {
	return (
		isPlainObject(value) &&
		Array.isArray(value.problems) &&
		Array.isArray(value.evidence) &&
		value.evidence.every((each: unknown) => isPlainObject(each) && isPlainObject(each.facts))
	);
}

/** A figure, or null, for each gate. */
export function isFigures(value: unknown): value is Readonly<Record<string, number | null>> {
	return isPlainObject(value) && Object.values(value).every((each) => each === null || typeof each === 'number');
}

const factTypes: Readonly<Record<PipelineFact['type'], (value: PlainObject) => boolean>> = {
	approval: (value) => isApproval(value.approval),
	waiver: (value) => isWaiver(value.waiver),
	'waiver-ended': (value) => hasTexts(value, 'waiverId', 'reason'),
	'freeze-lift': (value) => isFreezeLift(value.lift),
	'release-made': (value) => isReleaseRecord(value.release),
	'run-command': (value) => hasTexts(value, 'command'),
};

function isFactType(value: unknown): value is PipelineFact['type'] {
	return typeof value === 'string' && Object.hasOwn(factTypes, value);
}

/** A fact in an entry of a pipeline's stream. */
export function isPipelineFact(value: unknown): value is PipelineFact {
	return isPlainObject(value) && isFactType(value.type) && factTypes[value.type](value);
}
