/**
 * What the screens can ask of pipelines. Every click is a request of its own. Buttons that stand alone report a refusal
 * to the notices; what a dialog asks is handed back, because the dialog says beside its fields why not.
 */
import type { Attachment } from '../../shared/domain/pipeline/decisions.ts';
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { Done } from '../../shared/rpc/pipeline-api.ts';
import type { ControlRoomClient } from './connection.ts';

type Api = ControlRoomClient['pipelines'];
type Asked<Name extends keyof Api> = Omit<Parameters<Api[Name]>[0], 'idempotencyKey'>;

/** A run as it is asked about. */
export interface RunPlace {
	readonly service: string;
	readonly runId: string;
}

export interface PipelineCommands {
	/** Starts a run of the newest commit of the configured branch. */
	start(service: string): Promise<Result<Done & { readonly runId: string | null }>>;
	rerun(run: RunPlace, onlyFailed: boolean): Promise<Result<Done>>;
	cancel(run: RunPlace): Promise<Result<Done>>;
	answer(run: RunPlace, jobId: string, approve: boolean): Promise<Result<Done>>;
	/** Like all after it, it is not reported: its dialog says why not. */
	approve(input: Asked<'approve'>): Promise<Result<Done>>;
	waive(input: Asked<'waive'>): Promise<Result<Done>>;
	endWaiver(input: Asked<'endWaiver'>): Promise<Result<Done>>;
	liftFreeze(input: Asked<'liftFreeze'>): Promise<Result<Done>>;
	attach(input: Parameters<Api['attach']>[0]): Promise<Result<Attachment>>;
}

export interface PipelineCommandsDeps {
	readonly client: ControlRoomClient;
	/** A fresh key for each click. */
	readonly newKey: () => string;
	/** Told of every refusal of a button that stands alone. */
	readonly report: (problem: Problem) => void;
}

/** Makes the commands over a client. */
export function createPipelineCommands({ client, newKey, report }: PipelineCommandsDeps): PipelineCommands {
	const { pipelines } = client;
	const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: newKey() });
	async function reported<T>(call: Promise<Result<T>>): Promise<Result<T>> {
		const result = await call;
		if (!result.ok) report(result.problem);
		return result;
	}
	return {
		start: (service) => reported(pipelines.start({ service, branch: null, commit: null, inputs: {}, ...key() })),
		rerun: (run, onlyFailed) => reported(pipelines.rerun({ ...run, onlyFailed, ...key() })),
		cancel: (run) => reported(pipelines.cancel({ ...run, ...key() })),
		answer: (run, jobId, approve) => reported(pipelines.answer({ ...run, jobId, approve, comment: '', ...key() })),
		approve: (input) => pipelines.approve({ ...input, ...key() }),
		waive: (input) => pipelines.waive({ ...input, ...key() }),
		endWaiver: (input) => pipelines.endWaiver({ ...input, ...key() }),
		liftFreeze: (input) => pipelines.liftFreeze({ ...input, ...key() }),
		attach: (input) => pipelines.attach(input),
	};
}
