/** Deployments that wait for approvals: https://docs.gitlab.com/api/deployments/. */
import type { CiReply } from '../../http-hosts/host.ts';
import type { GitlabClient } from './client.ts';
import { deploymentListSchema, type WireDeployment } from './wire.ts';

export interface Blocked {
	/** By the id of the job that would deploy. */
	readonly byJob: ReadonlyMap<number, WireDeployment>;
	readonly replies: readonly CiReply[];
}

export const nothingBlocked: Blocked = { byJob: new Map(), replies: [] };

/**
 * Empty where it cannot be read: approvals are a part of Premium, and environments may be switched off. A manual job is
 * told either way.
 */
export async function readBlocked(client: GitlabClient, signal: AbortSignal | undefined): Promise<Blocked> {
	const answer = await client.get({
		path: 'deployments',
		query: { status: 'blocked', order_by: 'id', sort: 'desc', per_page: 50 },
		schema: deploymentListSchema,
		what: 'the deployments that wait',
		signal,
	});
	if (!answer.ok) return nothingBlocked;
	const found = answer.value.value.flatMap((one) => (one.deployable ? [[one.deployable.id, one] as const] : []));
	return { byJob: new Map(found), replies: answer.value.replies };
}
