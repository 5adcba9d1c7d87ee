/** Pipeline runs of one service out of the file. */
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import type { PipelineRunFact } from '../../../shared/domain/delivery/facts.ts';
import type { StoreContext } from './context.ts';
import { kindNumbers, readRun } from './fact-bodies.ts';

type RunReader = (service: number, span: Span) => readonly PipelineRunFact[];

/** Pipeline runs of a service that ended in a stretch, in order. */
export function createRunReader(context: StoreContext): RunReader {
	return createReader(context, '');
}

/** Of them second and later tries alone: sources put `#2` behind the id of a second one. */
export function createLaterTryReader(context: StoreContext): RunReader {
	return createReader(context, "and instr(native, '#') > 0");
}

function createReader({ db, names }: StoreContext, more: string): RunReader {
	const select = db.prepare(`
		select source, native, body from facts
		where kind = ? and home = ? and part = 0 and at >= ? and at < ? ${more} order by at
	`);
	return (service, { from, to }) => {
		const home = names.textOf(service);
		return select.all(kindNumbers['pipeline-run'], service, from, to).map((row) => {
			const key = { source: names.textOf(Number(row['source'])), nativeId: String(row['native']), home, part: null };
			return readRun(key, String(row['body']));
		});
	};
}
