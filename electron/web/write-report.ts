/** `--report`: opens the room without serving it, reads what is new of every source, writes the month's report, and ends. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { addMonths } from '../../shared/domain/delivery/periods.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import { applyChanges } from '../../shared/rpc/apply-changes.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import type { ReportWords } from '../host/arguments.ts';
import { openRoom } from '../host/open-room.ts';
import { type WebRunOptions, webRoom } from './run.ts';

/** How long sources may take to tell what is new, ms; the report is written all the same then, and says what failed. */
const longestSync = 15 * 60_000;

/** Resolves with the files that were written. Formats that this machine cannot write are told to `say`. */
export async function writeMonthReport(
	options: WebRunOptions,
	words: ReportWords,
	say: (line: string) => void,
): Promise<Result<readonly string[]>> {
	const opened = await openRoom(webRoom({ ...options, args: { ...options.args, allowActions: true } }));
	if (!opened.ok) return opened;
	const room = opened.value;
	try {
		const known = await whenRead(room.api, AbortSignal.timeout(longestSync));
		if (!known.ok) return known;
		const folder = path.resolve(options.startFolder, words.out);
		await mkdir(folder, { recursive: true });
		const { scope, formats, freeze } = words;
		const month = words.month === 'last' ? addMonths(known.value.delivery.today.slice(0, 7), -1) : words.month;
		const actor = { kind: 'person', name: room.caller.name } as const;
		const written = await room.writeReport({ scope, month, folder, formats, actor, freeze });
		if (!written.ok) return written;
		for (const { format, message } of written.value.problems) say(`${format}: ${message}`);
		return ok(written.value.files);
	} finally {
		await room.close();
	}
}

/** The room once each source was read to its end or failed; as it is when that takes too long. */
async function whenRead(api: EngineApi, signal: AbortSignal): Promise<Result<RoomState>> {
	let state: RoomState | null = null;
	for await (const message of api.room.watch(null, signal)) {
		if (message.kind === 'snapshot') state = message.room;
		else if (state !== null) state = applyChanges(state, message.changes);
		if (state === null) continue;
		if (state.delivery.problem !== null) return { ok: false, problem: state.delivery.problem };
		const sources = Object.values(state.factSources);
		const isRead = sources.every((source) => source.syncedAt !== null || source.problem !== null);
		if (state.delivery.isReady && sources.length > 0 && isRead) return ok(state);
	}
	if (state?.delivery.isReady === true) return ok(state);
	return fail(
		'timed-out',
		'The facts could not be read in time, so no report was written.',
		'Open Signalbox and look at the page Facts.',
	);
}
