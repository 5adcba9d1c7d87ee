/** Protected environments of a run: who is waited for, and who has answered. GitHub tells neither by job. */
import type { CiReply } from '../../http-hosts/host.ts';
import type { GithubApi } from './api.ts';
import type { Place } from './place.ts';
import { pendingSchema, reviewsSchema } from './schemas.ts';
import type { GithubJob, GithubRun, PendingDeployment, Review } from './schemas.ts';
import type { Protection } from './to-run.ts';

export interface ProtectionReader {
	/** Never fails: a run is worth showing also where its environments are not to be seen. */
	read(run: GithubRun, jobs: readonly GithubJob[], signal: AbortSignal | undefined): Promise<ReadProtection>;
}

interface ReadProtection extends Protection {
	/** What it was made from. */
	readonly replies: readonly CiReply[];
}

const nothing: ReadProtection = { waitsForPeople: false, noteOf: () => null, replies: [] };

/** Runs whose waiting jobs are remembered, to say afterwards who let them through. */
const mostRemembered = 200;

function reviewerNames(pending: PendingDeployment): readonly string[] {
	return pending.reviewers.flatMap(({ reviewer }) => reviewer?.login ?? reviewer?.name ?? []);
}

function pendingWords(all: readonly PendingDeployment[]): string {
	const each = all.map((pending) => {
		const name = pending.environment.name ?? 'an environment';
		const people = reviewerNames(pending);
		if (people.length > 0) return `${name} (${people.slice(0, 5).join(', ')})`;
		return `${name} (its timer of ${pending.wait_timer} min)`;
	});
	return `waits for ${each.join('; ')}`;
}

function reviewWords(reviews: readonly Review[]): string | null {
	const each = reviews
		.filter((review) => review.state === 'approved' || review.state === 'rejected')
		.map((review) => {
			const places = review.environments.flatMap((one) => one.name ?? []).join(', ');
			const comment = (review.comment ?? '').trim();
			const said = comment === '' ? '' : `: "${comment.slice(0, 200)}"`;
			return `${review.state} by ${review.user?.login ?? 'somebody'}${places === '' ? '' : ` for ${places}`}${said}`;
		});
	return each.length === 0 ? null : each.join('; ');
}

/** What was rejected fails without having done anything. */
const mayBeRejected = (job: GithubJob): boolean => job.conclusion === 'failure' && (job.steps ?? []).length === 0;

export function createProtectionReader(api: GithubApi, place: Place): ProtectionReader {
	const waited = new Map<string, ReadonlySet<string>>();
	const { owner, repo } = place;

	const remember = (run: string, jobs: readonly string[]) => {
		const known = waited.get(run) ?? [];
		waited.delete(run);
		waited.set(run, new Set([...known, ...jobs]));
		for (const oldest of waited.keys()) {
			if (waited.size <= mostRemembered) break;
			waited.delete(oldest);
		}
	};

	const waiting = async (run: GithubRun, jobs: readonly string[], signal: AbortSignal | undefined) => {
		remember(run.id, jobs);
		const asking = { what: 'what the run waits for', isAct: false, signal };
		const answer = await api.ask(asking, pendingSchema, (octokit, request) =>
			octokit.rest.actions.getPendingDeploymentsForRun({ owner, repo, run_id: Number(run.id), request }),
		);
		// Where it is not to be seen, somebody is asked to look rather than nobody.
		if (!answer.ok) return { ...nothing, waitsForPeople: true };
		const { value: pending, reply } = answer.value;
		if (pending.length === 0) return { waitsForPeople: true, noteOf: () => null, replies: [reply] };
		const words = pendingWords(pending);
		return {
			waitsForPeople: pending.some((each) => each.reviewers.length > 0),
			noteOf: (job: GithubJob) => (job.status === 'waiting' ? words : null),
			replies: [reply],
		};
	};

	const answered = async (run: GithubRun, signal: AbortSignal | undefined) => {
		const asking = { what: 'who approved the run', isAct: false, signal };
		const answer = await api.ask(asking, reviewsSchema, (octokit, request) =>
			octokit.rest.actions.getReviewsForRun({ owner, repo, run_id: Number(run.id), request }),
		);
		if (!answer.ok) return nothing;
		const replies = [answer.value.reply];
		const words = reviewWords(answer.value.value);
		if (words === null) return { ...nothing, replies };
		const hadToWait = waited.get(run.id);
		return {
			waitsForPeople: false,
			noteOf: (job: GithubJob) => (hadToWait?.has(job.id) === true || mayBeRejected(job) ? words : null),
			replies,
		};
	};

	return {
		async read(run, jobs, signal) {
			const waits = jobs.filter((job) => job.status === 'waiting').map((job) => job.id);
			if (run.status === 'waiting' || waits.length > 0) return waiting(run, waits, signal);
			return waited.has(run.id) || jobs.some(mayBeRejected) ? answered(run, signal) : nothing;
		},
	};
}
