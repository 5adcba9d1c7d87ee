/** Results of tests of one run in one blob: the number of the test, its outcome and how long it took, some five bytes each. */
import type { TestOutcome } from '../../../shared/domain/delivery/facts.ts';

export interface PackedResult {
	/** Number in `tests`: name, file and group. */
	readonly test: number;
	readonly outcome: TestOutcome;
	readonly durationMs: number | null;
	readonly passedOnRetry: boolean;
}

const outcomes = ['passed', 'failed', 'skipped'] as const satisfies readonly TestOutcome[];
const flags = { retry: 4, whole: 8, broken: 16 } as const;
const mostBytes = 8 + 1 + 8;

export function packResults(results: readonly PackedResult[]): Uint8Array {
	const bytes = Buffer.allocUnsafe(results.length * mostBytes);
	let at = 0;
	for (const { test, outcome, durationMs, passedOnRetry } of results) {
		const isWhole = durationMs !== null && Number.isSafeInteger(durationMs) && durationMs >= 0;
		at = writeNumber(bytes, at, test);
		const lasted = durationMs === null ? 0 : isWhole ? flags.whole : flags.broken;
		bytes[at++] = outcomes.indexOf(outcome) | (passedOnRetry ? flags.retry : 0) | lasted;
		if (isWhole) at = writeNumber(bytes, at, durationMs);
		else if (durationMs !== null) at = bytes.writeDoubleLE(durationMs, at);
	}
	return bytes.subarray(0, at);
}

export function unpackResults(packed: Uint8Array): readonly PackedResult[] {
	const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
	const results: PackedResult[] = [];
	let at = 0;
	function number(): number {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = view.getUint8(at++);
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
	}
	while (at < packed.length) {
		const test = number();
		const flag = view.getUint8(at++);
		let durationMs: number | null = null;
		if ((flag & flags.whole) !== 0) durationMs = number();
		else if ((flag & flags.broken) !== 0) {
			durationMs = view.getFloat64(at, true);
			at += 8;
		}
		const passedOnRetry = (flag & flags.retry) !== 0;
		results.push({ test, outcome: outcomes[flag & 3] ?? 'skipped', durationMs, passedOnRetry });
	}
	return results;
}

/** Seven bits a byte, lowest first. */
function writeNumber(bytes: Uint8Array, from: number, value: number): number {
	let at = from;
	let rest = value;
	while (rest >= 128) {
		bytes[at++] = (rest % 128) | 128;
		rest = Math.floor(rest / 128);
	}
	bytes[at++] = rest;
	return at;
}
