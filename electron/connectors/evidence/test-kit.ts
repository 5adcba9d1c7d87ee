/** For tests of this folder: reports from text, from fixtures and from nowhere. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EvidenceFacts, EvidenceFormat, FindingFacts } from '../../../shared/domain/gates/evidence.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Clock } from '../../engine/ports.ts';
import type { Bytes } from './bytes.ts';
import { defaultLimits, type EvidenceLimits } from './limits.ts';
import { type ParsedReport, parseReport } from './parse-report.ts';

/** A clock whose time stands still until it is moved; its timers then run. */
export function createStillClock(now = 1_764_000_000_000) {
	let at = 0;
	const timers = new Set<{ readonly due: number; readonly run: () => void }>();
	return {
		now: () => now + at,
		monotonic: () => at,
		after(delayMs: number, run: () => void) {
			const timer = { due: at + delayMs, run };
			timers.add(timer);
			return () => void timers.delete(timer);
		},
		move(ms: number) {
			at += ms;
			for (const timer of timers) {
				if (timer.due > at) continue;
				timers.delete(timer);
				timer.run();
			}
		},
		timers: () => timers.size,
	} satisfies Clock & { move(ms: number): void; timers(): number };
}

/** `content` in pieces of a few bytes, so that every token is split somewhere. */
export async function* pieces(content: string | Uint8Array, size = 61): AsyncGenerator<Uint8Array> {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface ReadOptions {
	readonly format?: EvidenceFormat | null;
	readonly about?: FindingFacts['about'] | null;
	readonly limits?: Partial<EvidenceLimits>;
	readonly pieceBytes?: number;
}

/** Reads a report as the collector does; its name is `report`. */
export function readReport(
	content: string | Uint8Array | Bytes,
	options: ReadOptions = {},
): Promise<Result<ParsedReport>> {
	const bytes =
		typeof content === 'string' || content instanceof Uint8Array ? pieces(content, options.pieceBytes) : content;
	return parseReport(
		{ file: 'report', bytes, format: options.format ?? null, about: options.about ?? null },
		{ clock: createStillClock(), limits: { ...defaultLimits, ...options.limits } },
	);
}

export function fixture(name: string): Promise<Buffer> {
	return readFile(path.join(import.meta.dirname, 'fixtures', name));
}

/** The facts of a report that must be readable, of the kind that must come out. */
export async function factsOf<K extends EvidenceFacts['kind']>(
	kind: K,
	content: string | Uint8Array | Bytes,
	options: ReadOptions = {},
): Promise<Extract<EvidenceFacts, { kind: K }>> {
	const report = await readReport(content, options);
	if (!report.ok) throw new Error(report.problem.message);
	const { facts } = report.value;
	if (!isKind(facts, kind)) throw new Error(`Expected ${kind}, got ${facts.kind}`);
	return facts;
}

function isKind<K extends EvidenceFacts['kind']>(
	facts: EvidenceFacts,
	kind: K,
): facts is Extract<EvidenceFacts, { kind: K }> {
	return facts.kind === kind;
}

/** Why a report was refused; fails when it was taken. */
export async function refusalOf(content: string | Uint8Array | Bytes, options: ReadOptions = {}): Promise<string> {
	const report = await readReport(content, options);
	if (report.ok) throw new Error(`Taken: ${JSON.stringify(report.value.facts)}`);
	if (report.problem.code !== 'report-invalid') throw new Error(`${report.problem.code}: ${report.problem.message}`);
	if (report.cause !== undefined) throw new Error('An error that was not foreseen', { cause: report.cause });
	return report.problem.message;
}
