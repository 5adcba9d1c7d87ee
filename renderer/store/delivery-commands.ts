/**
 * What the screens decide about delivery. Every click is a request of its own. Buttons that stand alone report a refusal to the
 * notices; what a dialog asks is handed back, because the dialog says beside its fields why not.
 */
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { ControlRoomClient } from './connection.ts';

type Api = ControlRoomClient['delivery'];
type Asked<Name extends keyof Api> = Omit<Parameters<Api[Name]>[0], 'idempotencyKey'>;
type Answer<Name extends keyof Api> = ReturnType<Api[Name]>;

export interface DeliveryCommands {
	sync(source: string): Answer<'sync'>;
	cancelSync(source: string): Answer<'cancelSync'>;
	forget(source: string): Answer<'forget'>;
	link(input: Asked<'link'>): Answer<'link'>;
	withdrawIncident(id: string): Answer<'withdrawIncident'>;
	takeAction(input: Asked<'takeAction'>): Answer<'takeAction'>;
	/** Like all after it, it is not reported: what asked for it says why not. */
	noteIncident(input: Asked<'noteIncident'>): Answer<'noteIncident'>;
	import(input: Asked<'import'>): Answer<'import'>;
	quarantine(input: Asked<'quarantine'>): Answer<'quarantine'>;
	endQuarantine(input: Asked<'endQuarantine'>): Answer<'endQuarantine'>;
	answerMaturity(input: Asked<'answerMaturity'>): Answer<'answerMaturity'>;
	writeNotes(input: Asked<'writeNotes'>): Answer<'writeNotes'>;
	freezeReport(input: Asked<'freezeReport'>): Answer<'freezeReport'>;
}

/** Makes the commands over a client. `newKey` gives a fresh key for each click. */
export function createDeliveryCommands(deps: {
	readonly client: ControlRoomClient;
	readonly newKey: () => string;
	readonly report: (problem: Problem) => void;
}): DeliveryCommands {
	const { delivery } = deps.client;
	const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: deps.newKey() });
	async function reported<T>(call: Promise<Result<T>>): Promise<Result<T>> {
		const result = await call;
		if (!result.ok) deps.report(result.problem);
		return result;
	}
	return {
		sync: (source) => reported(delivery.sync({ source })),
		cancelSync: (source) => reported(delivery.cancelSync({ source })),
		forget: (source) => reported(delivery.forget({ source })),
		link: (input) => reported(delivery.link({ ...input, ...key() })),
		withdrawIncident: (id) => reported(delivery.withdrawIncident({ id, ...key() })),
		takeAction: (input) => reported(delivery.takeAction({ ...input, ...key() })),
		noteIncident: (input) => delivery.noteIncident({ ...input, ...key() }),
		import: (input) => delivery.import({ ...input, ...key() }),
		quarantine: (input) => delivery.quarantine({ ...input, ...key() }),
		endQuarantine: (input) => delivery.endQuarantine({ ...input, ...key() }),
		answerMaturity: (input) => delivery.answerMaturity({ ...input, ...key() }),
		writeNotes: (input) => delivery.writeNotes({ ...input, ...key() }),
		freezeReport: (input) => delivery.freezeReport({ ...input, ...key() }),
	};
}
