/**
 * Facts out of a file. It is read twice: first to see that it is whole and what it holds, then to tell it, so that a file that is broken
 * at its end changes nothing. Rows that cannot be understood in a file that is well formed are listed, and the rest is told.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import type { FileFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../../../engine/delivery-ports.ts';
import { cancelled } from '../../http-hosts/patience.ts';
import { type CursorCodec, versionedCursor } from '../common/cursor.ts';
import { createLeftOut } from '../common/left-out.ts';
import { type Bytes, type Contents, fileContents, textContents, unreadable } from './contents.ts';
import { instantOfFact } from './instant-of-fact.ts';
import { readFacts } from './read-facts.ts';
import { FileRefusal, refusalFailure } from './refusal.ts';
import type { ImportNames } from './to-fact.ts';

const factsOfBatch = 1000;

const stateSchema = z.object({
	...{ size: z.number(), changedAt: z.number(), hash: z.string() },
	/** Facts that are kept. */
	told: z.number(),
	isDone: z.boolean(),
	coveredFrom: z.number().nullable(),
});

type State = z.infer<typeof stateSchema>;

interface Reading {
	readonly contents: Contents;
	readonly format: FileFactsConfig['format'];
	readonly names: ImportNames;
	readonly codec: CursorCodec<State>;
}

/** What the first look through a file found. */
interface Survey {
	readonly hash: string;
	readonly facts: number;
	readonly coveredFrom: number | null;
	readonly firstProblem: string | null;
}

async function* hashing(
	bytes: Bytes,
	hash: ReturnType<typeof createHash>,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
	for await (const piece of bytes) {
		signal.throwIfAborted();
		hash.update(piece);
		yield piece;
	}
}

async function survey({ contents, format, names }: Reading, signal: AbortSignal): Promise<Survey> {
	const hash = createHash('sha256');
	let facts = 0;
	let coveredFrom: number | null = null;
	let firstProblem: string | null = null;
	for await (const told of readFacts(format, names, hashing(contents.read(signal), hash, signal))) {
		if ('leftOut' in told) {
			firstProblem ??= `${told.leftOut.what}: ${told.leftOut.why}`;
			continue;
		}
		facts += 1;
		const at = instantOfFact(told.fact);
		coveredFrom = coveredFrom === null ? at : Math.min(coveredFrom, at);
	}
	return { hash: hash.digest('hex'), facts, coveredFrom, firstProblem };
}

const nothingNew = (codec: CursorCodec<State>, state: State): FactBatch => ({
	...{ facts: [], cursor: codec.write(state), progress: { done: 0, total: 0, noun: 'rows' } },
	...{ coveredFrom: state.coveredFrom, leftOut: [] },
});

function changedMeanwhile(name: string): Failure {
	return fail('facts-unreachable', `${name} changed while it was read, so it is read again.`, 'Nothing to do.', {
		retryable: true,
	});
}

function nothingUnderstood(name: string, problem: string): Failure {
	const message = `Nothing in ${name} could be understood, so nothing of it was taken. ${problem}.`;
	return fail('facts-rejected', message, 'docs/facts.md describes the formats with examples.');
}

/** Tells the file from where an earlier pull of the same contents was cut off. */
async function* tell(
	reading: Reading,
	base: State,
	found: Survey,
	signal: AbortSignal,
): AsyncGenerator<Result<FactBatch>> {
	const { contents, format, names, codec } = reading;
	const hash = createHash('sha256');
	const leftOut = createLeftOut();
	const skip = base.told;
	let done = 0;
	let facts: Fact[] = [];
	const batch = (isDone: boolean): FactBatch => ({
		facts,
		cursor: codec.write({ ...base, told: done, isDone }),
		progress: { done, total: found.facts, noun: 'rows' },
		coveredFrom: isDone ? base.coveredFrom : null,
		leftOut: isDone ? leftOut.takeLast() : leftOut.take(),
	});
	for await (const told of readFacts(format, names, hashing(contents.read(signal), hash, signal))) {
		if ('leftOut' in told) {
			leftOut.add([told.leftOut]);
			continue;
		}
		if (facts.length >= factsOfBatch) {
			yield ok(batch(false));
			facts = [];
		}
		done += 1;
		if (done > skip) facts.push(told.fact);
	}
	if (hash.digest('hex') !== found.hash) yield changedMeanwhile(contents.name);
	else yield ok(batch(true));
}

async function* pullFile(
	reading: Reading,
	cursor: string | null,
	signal: AbortSignal,
): AsyncGenerator<Result<FactBatch>> {
	const { contents, codec } = reading;
	signal.throwIfAborted();
	const look = await contents.look();
	if (!look.ok) return yield look;
	const kept = codec.read(cursor);
	const { size, changedAt } = look.value;
	if (kept?.isDone === true && kept.size === size && kept.changedAt === changedAt)
		return yield ok(nothingNew(codec, kept));
	const found = await survey(reading, signal);
	const { hash, coveredFrom } = found;
	const isSame = kept?.hash === hash;
	const state: State = { size, changedAt, hash, coveredFrom, told: isSame ? kept.told : 0, isDone: false };
	if (isSame && kept.isDone) return yield ok(nothingNew(codec, { ...state, isDone: true }));
	if (found.facts === 0 && found.firstProblem !== null)
		return yield nothingUnderstood(contents.name, found.firstProblem);
	yield* tell(reading, state, found, signal);
}

/** Exceptions of reading become failures; anything else is a fault of ours and goes on. */
async function* guarded(
	reading: Reading,
	cursor: string | null,
	signal: AbortSignal,
): AsyncGenerator<Result<FactBatch>> {
	const { name } = reading.contents;
	try {
		yield* pullFile(reading, cursor, signal);
	} catch (error) {
		if (signal.aborted) yield cancelled(name);
		else if (error instanceof FileRefusal) yield refusalFailure(name, error);
		else {
			const failure = unreadable(name, error);
			if (failure === null) throw error;
			yield failure;
		}
	}
}

const tells = ['deployment', 'commit', 'change', 'incident', 'timeline-event', 'pipeline-run'] as const;

function createSource(kind: string, label: string, reading: Omit<Reading, 'codec'>): FactSource {
	const closing = new AbortController();
	const { names, format } = reading;
	const about = [format, JSON.stringify([names.services, names.environments])];
	const codec = versionedCursor('file', 1, stateSchema, about);
	return {
		...{ id: names.id, kind, label, tells },
		pull: ({ cursor }, signal) => guarded({ ...reading, codec }, cursor, AbortSignal.any([signal, closing.signal])),
		close: async () => closing.abort(),
	};
}

/** A file that is read again whenever its size, time and contents say that it changed. */
export function createFileSource(config: FileFactsConfig): FactSource {
	const name = basename(config.path);
	return createSource('file', name, {
		contents: fileContents(config.path, name),
		format: config.format,
		names: config,
	});
}

/** What a person imports once. `name` is how it is called in sentences: the name of the file. */
export interface ImportRequest {
	/** `import:2026-11-28 deployments.csv`. */
	readonly id: string;
	readonly name: string;
	readonly format: FileFactsConfig['format'];
	/** Its text, or the absolute path of a file of this machine. */
	readonly from: { readonly text: string } | { readonly path: string };
	readonly services?: FileFactsConfig['services'];
	readonly environments?: FileFactsConfig['environments'];
}

export function createImportSource(request: ImportRequest): FactSource {
	const { id, name, format, from, services = {}, environments = {} } = request;
	const contents = 'text' in from ? textContents(from.text, name) : fileContents(from.path, name);
	return createSource('import', name, { contents, format, names: { id, services, environments } });
}
