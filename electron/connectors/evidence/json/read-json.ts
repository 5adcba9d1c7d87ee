/** Reads JSON as a stream and keeps of it what a shape names. */
import { Tokenizer } from '@streamparser/json';
import type { z } from 'zod';
import { type Bytes, megabytes, peek } from '../bytes.ts';
import type { EvidenceLimits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { countLines, refuseWideText } from '../text.ts';
import { createJsonBuilder, type JsonBuilder } from './builder.ts';
import type { JsonKept, Shape } from './shape.ts';

/** Longer texts are put together in one place instead of from single characters. */
const stringBufferBytes = 64 * 1024;

/**
 * Throws a refusal with the line for what is no JSON, is cut off, too deep or too long. Answers what the shape kept of the root.
 */
export async function readJson(bytes: Bytes, shape: Shape, limits: EvidenceLimits): Promise<JsonKept> {
	const start = await peek(bytes, 4);
	refuseWideText(start.head);
	const reader = createJsonReader(createJsonBuilder(shape, limits), limits);
	for await (const piece of start.bytes) reader.write(piece);
	reader.end();
	return reader.root();
}

/** What the beginning of a report says: its root as far as it goes, or as far as it is JSON. */
export function readJsonHead(head: Uint8Array, limits: EvidenceLimits): JsonKept {
	const builder = createJsonBuilder('all', limits);
	try {
		createJsonReader(builder, limits).write(head);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
	}
	return builder.root();
}

/** A small report in one piece, checked against its schema. */
export async function readWholeJson<T>(bytes: Bytes, schema: z.ZodType<T>, limits: EvidenceLimits): Promise<T> {
	return checked(schema, await readJson(smallOnly(bytes, limits.wholeBytes), 'all', limits));
}

async function* smallOnly(bytes: Bytes, most: number): AsyncGenerator<Uint8Array> {
	let size = 0;
	for await (const piece of bytes) {
		size += piece.length;
		if (size > most) throw new Refusal(`is larger than ${megabytes(most)}, the most that is read of this kind`);
		yield piece;
	}
}

/** Refuses with the name of the field where a value is not what the tool writes. */
export function checked<T>(schema: z.ZodType<T>, value: JsonKept, where = ''): T {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const field = [where, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
	const what = issue?.message ?? 'is not what was expected';
	throw new Refusal(
		field === ''
			? `is not a report of this kind: ${what}`
			: `is not as this kind of report is: ${field.slice(0, 200)}: ${what}`,
		null,
		'Check `format` of the source, and the version of the tool.',
	);
}

function createJsonReader(builder: JsonBuilder, limits: EvidenceLimits) {
	const tokenizer = new Tokenizer({ stringBufferSize: stringBufferBytes });
	let chunk: Uint8Array = new Uint8Array(0);
	let chunkStart = 0;
	let lines = 1;
	let lastToken = 0;
	let since = 0;

	const refuse = (message: string, hint?: string): never => {
		const read = Math.min(Math.max(lastToken - chunkStart, 0), chunk.length);
		throw new Refusal(message, lines + countLines(chunk.subarray(0, read)), hint);
	};
	tokenizer.onToken = ({ token, value, offset }) => {
		lastToken = offset;
		since = 0;
		const trouble = builder.token(token, value);
		if (trouble !== null) refuse(trouble);
	};
	tokenizer.onError = (error) => {
		if (!(error instanceof Refusal)) refuse('is not well-formed JSON');
		else if (error.line === null) refuse(error.message, error.hint);
		else throw error;
	};

	return {
		write(piece: Uint8Array): void {
			chunkStart += chunk.length;
			lines += countLines(chunk);
			chunk = piece;
			since += piece.length;
			tokenizer.write(piece);
			if (since > limits.tokenBytes) refuse(`holds a single text of more than ${megabytes(limits.tokenBytes)}`);
		},
		end(): void {
			lastToken = chunkStart + chunk.length;
			if (!builder.hasBegun() && chunk.length === 0) refuse('is empty');
			try {
				tokenizer.end();
			} catch {
				refuse('is cut off');
			}
			if (!builder.isComplete()) refuse(builder.hasBegun() ? 'is cut off' : 'is empty');
		},
		root: () => builder.root(),
	};
}
