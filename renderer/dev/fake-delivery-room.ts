/** The room's own part of the made delivery: what the frame is drawn from. */
import type { DeliveryView, FactSourceView } from '../../shared/rpc/delivery-views.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import { worldServices } from './fake-delivery-world.ts';

const minute = 60_000;
const day = 86_400_000;

/** `count` services beyond those that deploy, for looking at long choices. */
export function withDelivery(room: RoomState, now: number, count = 0): RoomState {
	const more = Array.from({ length: count }, (_, index) => `service-${index + 1}`);
	const today = new Date(now).toISOString().slice(0, 10);
	const months = Array.from({ length: 11 }, (_, back) => {
		const date = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - back, 1));
		return date.toISOString().slice(0, 7);
	});
	const delivery: DeliveryView = {
		revision: 7,
		zone: 'Europe/Berlin',
		isReady: true,
		problem: null,
		services: [...worldServices, ...more],
		groups: [
			{ name: 'shop', services: ['checkout', 'search'] },
			{ name: 'payments', services: ['ledger'] },
		],
		environments: [
			{ name: 'production', isProduction: true },
			{ name: 'staging', isProduction: false },
		],
		today,
		months,
		unlinked: 9,
		reports: [],
		benchmarks: [{ edition: '2025', source: 'dora.dev Quick Check' }],
	};
	return { ...room, delivery, factSources: Object.fromEntries(fakeSources(now).map((source) => [source.id, source])) };
}

function fakeSources(now: number): readonly FactSourceView[] {
	const quiet = { projectId: 'shop', problem: null, progress: null, leftOut: [], canForget: false };
	return [
		{
			...quiet,
			...{ id: 'journal', label: 'This control room', kind: 'journal', tells: 'deployments', state: 'idle' },
			...{ syncedAt: now - 20_000, coveredFrom: now - 120 * day, facts: 412, nextAt: null },
		},
		{
			...quiet,
			...{ id: 'git:shop', label: 'git shop', kind: 'git', tells: 'commits', state: 'syncing' },
			...{ syncedAt: now - 26 * minute, coveredFrom: now - 365 * day, facts: 18_204, nextAt: null },
			progress: { done: 4_310, total: 12_800, noun: 'commits', rate: 210, leftMs: 40_000 },
		},
		{
			...quiet,
			...{
				id: 'github:acme/shop',
				label: 'GitHub acme/shop',
				kind: 'github',
				tells: 'deployments, changes',
				state: 'paused',
			},
			...{ syncedAt: now - 26 * minute, coveredFrom: now - 300 * day, facts: 3_020, nextAt: now + 14 * minute },
		},
		{
			...quiet,
			...{ id: 'pagerduty', label: 'PagerDuty', kind: 'pagerduty', tells: 'incidents', state: 'failing' },
			...{ syncedAt: now - 3 * day, coveredFrom: now - 365 * day, facts: 88, nextAt: now + 4 * minute },
			problem: {
				code: 'facts-unauthorised',
				message: 'PagerDuty refused the key.',
				hint: 'Set the secret PAGERDUTY_KEY in Settings, then sync again.',
				retryable: false,
			},
		},
		{
			...quiet,
			...{
				id: 'import:2026-11-20 old.csv',
				label: 'old.csv, imported 20 Nov 2026',
				kind: 'import',
				tells: 'deployments',
				state: 'idle',
			},
			...{ syncedAt: now - 8 * day, coveredFrom: now - 500 * day, facts: 311, nextAt: null, canForget: true },
			leftOut: [
				{ what: 'old.csv line 14, column finished', why: '"31.02.2026" is no day' },
				{ what: 'old.csv line 90, column service', why: 'it is empty' },
			],
		},
	];
}
