/** The sample's shop, brought to where every spec begins: 2.3.1 has all traffic, nothing ships, nothing is made worse. */
import { isInFlight } from '../../shared/domain/deployment/model.ts';
import type { DeploymentView, EnvironmentView, RoomState } from '../../shared/rpc/views.ts';
import type { BrowserHost } from './browser-host.ts';

export const shopKey = 'shop/production';
export const firstVersion = '2.3.1';
/** Starting the shop, or rolling it back, on a machine that does much else. */
const slowly = 60_000;

let keys = 0;
/** A key for one click. */
function newKey(): string {
	keys += 1;
	return `e2e-${process.pid}-${keys}-${Date.now()}`;
}

export function shopOf(room: RoomState): EnvironmentView | null {
	return room.environments[shopKey] ?? null;
}

export function flightOf(room: RoomState): DeploymentView | null {
	return Object.values(room.deployments).find((view) => isInFlight(view.deployment)) ?? null;
}

/** True while 2.3.1 stands alone and something new could be started. */
function isAtRest(room: RoomState): boolean {
	const shop = shopOf(room);
	return (
		shop?.standing?.version === firstVersion &&
		shop.start.allowed &&
		flightOf(room) === null &&
		room.sample.fault.errorRate === 0
	);
}

/** Makes it so, whatever the spec before has left. */
export async function bringToRest(host: Pick<BrowserHost, 'room'>): Promise<void> {
	const { room } = host;
	const { client } = room;
	const now = await room.until('the shop to stand', (state) => shopOf(state)?.standing != null, slowly);
	if (now.sample.fault.errorRate > 0) await client.sample.setFault.mutate({ delayMs: 0, errorRate: 0, memory: 0 });
	const shop = shopOf(now);
	const back = flightOf(now) ?? (shop?.standing?.version === firstVersion ? null : lastOf(now));
	if (back !== null && back.deployment.state !== 'rolling-back') {
		const { id, revision } = back.deployment;
		await client.deployments.rollBack
			.mutate({ deploymentId: id, expectedRevision: revision, idempotencyKey: newKey() })
			// It moved on by itself meanwhile; what counts is where it ends.
			.catch(() => bringToRest(host));
	}
	await room.until('the shop to be at rest', isAtRest, slowly);
}

function lastOf(room: RoomState): DeploymentView | null {
	const id = shopOf(room)?.deploymentId ?? null;
	return id === null ? null : (room.deployments[id] ?? null);
}

/** Starts a canary as a click would and resolves with its id once it takes its first traffic. */
export async function startCanary({ room }: Pick<BrowserHost, 'room'>, version = '2.4.0'): Promise<string> {
	const { deploymentId } = await room.client.deployments.start.mutate({
		service: 'shop',
		environment: 'production',
		version,
		strategy: 'canary',
		expectedStanding: firstVersion,
		idempotencyKey: newKey(),
	});
	await room.until(
		'the canary to take its first traffic',
		(state) => state.deployments[deploymentId]?.deployment.state === 'analysing',
		slowly,
	);
	return deploymentId;
}

/** Rolls back as a click would and resolves once it is done. */
export async function rollBack({ room }: Pick<BrowserHost, 'room'>, deploymentId: string): Promise<void> {
	const { deployments } = await room.until('the deployment', (now) => now.deployments[deploymentId] !== undefined);
	const expectedRevision = deployments[deploymentId]?.deployment.revision ?? 1;
	await room.client.deployments.rollBack.mutate({ deploymentId, expectedRevision, idempotencyKey: newKey() });
	await room.until('the rollback', (now) => now.deployments[deploymentId]?.deployment.state === 'rolled-back', slowly);
}

/** Address that the shop's users have. */
export async function publicUrl({ room }: Pick<BrowserHost, 'room'>): Promise<string> {
	const state = await room.until('the public address', (now) => shopOf(now)?.publicUrl != null);
	return shopOf(state)?.publicUrl ?? '';
}

/** Asks through the router as `count` users would and counts who answered. */
export async function answersBy(url: string, count: number): Promise<Readonly<Record<string, number>>> {
	const answers: Record<string, number> = {};
	const ask = async () => {
		const { version } = await (await fetch(`${url}/version`)).json();
		answers[version] = (answers[version] ?? 0) + 1;
	};
	for (let asked = 0; asked < count; asked += 10) await Promise.all(Array.from({ length: 10 }, ask));
	return answers;
}
