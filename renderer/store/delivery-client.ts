/** Delivery metrics on the wire as the screens call them. */
import { callResult, type SignalboxClient } from '../../shared/rpc/client.ts';
import type { ControlRoomClient } from './connection.ts';

export function deliveryClient(rpc: SignalboxClient['delivery']): ControlRoomClient['delivery'] {
	return {
		metrics: (input) => callResult(rpc.metrics.query(input)),
		rows: (input) => callResult(rpc.rows.query(input)),
		rowsCsv: (input) => callResult(rpc.rowsCsv.query(input)),
		timeline: (input) => callResult(rpc.timeline.query(input)),
		suspects: (input) => callResult(rpc.suspects.query(input)),
		unlinked: (input) => callResult(rpc.unlinked.query(input)),
		tests: (input) => callResult(rpc.tests.query(input)),
		maturity: (input) => callResult(rpc.maturity.query(input)),
		maturityMonth: (input) => callResult(rpc.maturityMonth.query(input)),
		retrospective: (input) => callResult(rpc.retrospective.query(input)),
		exportReport: (input) => callResult(rpc.exportReport.query(input)),
		reportSchema: () => callResult(rpc.reportSchema.query()),
		sync: (input) => callResult(rpc.sync.mutate(input)),
		cancelSync: (input) => callResult(rpc.cancelSync.mutate(input)),
		import: (input) => callResult(rpc.import.mutate(input)),
		forget: (input) => callResult(rpc.forget.mutate(input)),
		noteIncident: (input) => callResult(rpc.noteIncident.mutate(input)),
		withdrawIncident: (input) => callResult(rpc.withdrawIncident.mutate(input)),
		link: (input) => callResult(rpc.link.mutate(input)),
		quarantine: (input) => callResult(rpc.quarantine.mutate(input)),
		endQuarantine: (input) => callResult(rpc.endQuarantine.mutate(input)),
		answerMaturity: (input) => callResult(rpc.answerMaturity.mutate(input)),
		writeNotes: (input) => callResult(rpc.writeNotes.mutate(input)),
		takeAction: (input) => callResult(rpc.takeAction.mutate(input)),
		freezeReport: (input) => callResult(rpc.freezeReport.mutate(input)),
	};
}
