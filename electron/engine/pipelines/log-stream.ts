/** A job's log for a screen: what is there from a byte on, then what comes, until it is complete. */
import type { LogMessage } from '../../../shared/rpc/pipeline-views.ts';
import { fail, type Problem } from '../../../shared/domain/result.ts';
import type { LogPiece, PipelineRunner } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { pause, timed } from '../timed.ts';

/** A message larger than this would keep a click waiting behind it on the same socket; UTF-16 units, so at most 3 bytes each. */
const mostPerMessage = 85_000;
/** While nothing comes it is asked less and less often, ms. */
const pauses = { first: 1_000, longest: 5_000 } as const;
const askTimeoutMs = 30_000;
/** Looks at a run that has ended whose log does not say that it is complete: the last lines may come late. */
const looksAfterEnd = 3;

export interface LogRequest {
	readonly runner: PipelineRunner;
	readonly clock: Clock;
	readonly nativeId: string;
	readonly jobId: string;
	readonly fromByte: number;
	/** False once the job (or its run) has ended: nothing more is expected then. */
	readonly isOn: () => boolean;
}

/** Cuts a piece into messages of a bearable size, never within a character. Offsets stay bytes of UTF-8. */
export function messagesOf(piece: LogPiece, most: number = mostPerMessage): readonly LogMessage[] {
	const texts = chunks(piece.text, most);
	let at = piece.fromByte;
	return texts.map((text, index) => {
		const isLast = index === texts.length - 1;
		const fromByte = at;
		at += utf8Length(text);
		return {
			// What the host replaced (a broken byte) may be of another length here: the runner's own offset holds at the end.
			number: isLast ? piece.nextByte : at,
			fromByte,
			text,
			isComplete: isLast && piece.isComplete,
			gap: index === 0 ? piece.gap : null,
			problem: null,
		};
	});
}

function chunks(text: string, most: number): readonly string[] {
	const found: string[] = [];
	let from = 0;
	while (text.length - from > most) {
		const code = text.charCodeAt(from + most - 1);
		const end = from + most - (code >= 0xd8_00 && code <= 0xdb_ff ? 1 : 0);
		found.push(text.slice(from, end));
		from = end;
	}
	return [...found, text.slice(from)];
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
	return encoder.encode(text).byteLength;
}

/** Follows a log. A failure is told once as long as it stays the same; one that will not mend by itself ends the stream. */
export async function* followLog(request: LogRequest, signal: AbortSignal): AsyncGenerator<LogMessage> {
	const { clock } = request;
	let at = request.fromByte;
	let waitMs: number = pauses.first;
	let told: string | null = null;
	let emptyAfterEnd = 0;
	while (!signal.aborted) {
		// Asked before the log: what is written between the two is seen by the next look.
		const isOn = request.isOn();
		const read = await readFrom(request, at, signal);
		if (signal.aborted) return;
		if (!read.ok) {
			if (told !== read.problem.message) yield problemMessage(at, read.problem);
			told = read.problem.message;
			if (!read.problem.retryable) return;
		} else {
			told = null;
			const piece = read.value;
			const isNew = piece.nextByte > at || piece.isComplete || piece.gap !== null;
			if (isNew) yield* messagesOf(piece);
			if (piece.isComplete) return;
			emptyAfterEnd = isOn || piece.nextByte > at ? 0 : emptyAfterEnd + 1;
			if (emptyAfterEnd >= looksAfterEnd) {
				yield { ...problemMessage(at, null), isComplete: true };
				return;
			}
			waitMs = piece.nextByte > at ? 0 : waitMs;
			at = Math.max(at, piece.nextByte);
		}
		// A piece that was full has more behind it; what follows live comes in breaths.
		await pause(clock, waitMs, signal);
		waitMs = Math.min(pauses.longest, waitMs === 0 ? pauses.first : waitMs * 2);
	}
}

function readFrom({ runner, clock, nativeId, jobId }: LogRequest, fromByte: number, outer: AbortSignal) {
	return timed({ clock, timeoutMs: askTimeoutMs, what: `The log at ${runner.label}`, outer }, (signal) =>
		runner.readLog({ nativeId, jobId, fromByte }, signal),
	);
}

function problemMessage(at: number, problem: Problem | null): LogMessage {
	return { number: at, fromByte: at, text: '', isComplete: false, gap: null, problem };
}

/** The stream of a log that is not there. */
export async function* noLog(at: number, what: string): AsyncGenerator<LogMessage> {
	const { problem } = fail('not-found', what, 'Reload the run; it may have been thrown away by its host.');
	yield problemMessage(at, problem);
}
