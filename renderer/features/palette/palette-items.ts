/** What the palette finds, and in which order. Pure. */
import type { CommandKind } from '../../../shared/domain/deployment/events.ts';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { EnvironmentKey } from '../../../shared/domain/release.ts';
import type { DeploymentView, RoomState } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { deliveryItems } from './delivery-items.ts';
import { approvals, madeReleases, pipelineCommands } from './pipeline-items.ts';

export type PaletteAction =
	| { readonly kind: 'go'; readonly href: string }
	| { readonly kind: 'command'; readonly deploymentId: string; readonly command: CommandKind }
	| { readonly kind: 'start-release'; readonly environment: EnvironmentKey }
	| { readonly kind: 'run-pipeline'; readonly service: string }
	| { readonly kind: 'sample'; readonly command: 'start' | 'stop' }
	| { readonly kind: 'try-policy'; readonly deploymentId: string }
	| { readonly kind: 'import-analysis' }
	| { readonly kind: 'theme' }
	| { readonly kind: 'wall' }
	| { readonly kind: 'copy-link' | 'copy-diagnostics' }
	| { readonly kind: 'show'; readonly what: 'keys' | 'about' | 'tour' };

export type PaletteSection =
	| 'Commands'
	| 'Waiting for you'
	| 'In flight'
	| 'Services'
	| 'Releases'
	| 'Pipelines'
	| 'Delivery'
	| 'Go to';

export interface PaletteItem {
	readonly id: string;
	readonly section: PaletteSection;
	readonly label: string;
	readonly detail: string | null;
	/** Name of the environment that it acts on, when that is production. */
	readonly production: string | null;
	readonly action: PaletteAction;
}

export const sections: readonly PaletteSection[] = [
	'Commands',
	'Waiting for you',
	'In flight',
	'Services',
	'Releases',
	'Pipelines',
	'Delivery',
	'Go to',
];

/** Everything that can be found now. `focused` is the deployment that commands act on. */
export function paletteItems(room: RoomState, focused: DeploymentView | null): readonly PaletteItem[] {
	return [
		...commandsOn(focused, room.host.mayAct),
		...questionsAbout(focused),
		...pipelineCommands(room),
		...approvals(room),
		...flights(room),
		...services(room),
		...releases(room),
		...madeReleases(room),
		...deliveryItems(room),
		...places(room),
	];
}

function commandsOn(focused: DeploymentView | null, mayAct: boolean): readonly PaletteItem[] {
	if (focused === null || !mayAct) return [];
	const { id, service, environment, tier } = focused.deployment;
	return focused.actions.flatMap((action): readonly PaletteItem[] => {
		if (action.command === 'start' || !action.allowed) return [];
		return [
			{
				id: `command ${action.command}`,
				section: 'Commands',
				label: action.label,
				detail: `${service} in ${environment}${action.detail === null ? '' : `, ${action.detail}`}`,
				production: tier === 'production' ? environment : null,
				action: { kind: 'command', deploymentId: id, command: action.command },
			},
		];
	});
}

/** What can be asked of the deployment in focus without changing anything. */
function questionsAbout(focused: DeploymentView | null): readonly PaletteItem[] {
	if (focused === null) return [];
	const { id, service, environment, release } = focused.deployment;
	return [
		{
			id: 'try-policy',
			section: 'Commands',
			label: 'Try another policy',
			detail: `on ${service} ${release.version} in ${environment}`,
			production: null,
			action: { kind: 'try-policy', deploymentId: id },
		},
	];
}

function flights(room: RoomState): readonly PaletteItem[] {
	return Object.values(room.deployments)
		.filter((view) => isInFlight(view.deployment))
		.map(({ deployment, headline }) => ({
			id: `flight ${deployment.id}`,
			section: 'In flight',
			label: `${deployment.service}: ${headline}`,
			detail: deployment.environment,
			production: deployment.tier === 'production' ? deployment.environment : null,
			action: { kind: 'go', href: addresses.deployment(deployment.id) },
		}));
}

function services(room: RoomState): readonly PaletteItem[] {
	const found = new Map<string, string | null>();
	for (const { service, owner } of Object.values(room.environments)) found.set(service, owner);
	return [...found].map(([service, owner]) => ({
		id: `service ${service}`,
		section: 'Services',
		label: service,
		detail: owner,
		production: null,
		action: { kind: 'go', href: addresses.service(service) },
	}));
}

function releases(room: RoomState): readonly PaletteItem[] {
	if (!room.host.mayAct) return [];
	return Object.values(room.environments).flatMap((each): readonly PaletteItem[] => {
		const newest = each.releases[0];
		if (!each.start.allowed || newest === undefined) return [];
		return [
			{
				id: `start ${each.key}`,
				section: 'Releases',
				label: `Deploy ${each.service} to ${each.environment}`,
				detail: each.releases
					.slice(0, 3)
					.map((release) => release.version)
					.join(', '),
				production: each.tier === 'production' ? each.environment : null,
				action: { kind: 'start-release', environment: each.key },
			},
		];
	});
}

function places(room: RoomState): readonly PaletteItem[] {
	const go = (label: string, href: string): PaletteItem => ({
		id: `go ${href}`,
		section: 'Go to',
		label,
		detail: null,
		production: null,
		action: { kind: 'go', href },
	});
	const run = (label: string, action: PaletteAction): PaletteItem => ({
		id: `run ${label}`,
		section: 'Go to',
		label,
		detail: null,
		production: null,
		action,
	});
	const isSampleRunning = room.sample.state === 'running' || room.sample.state === 'starting';
	return [
		go('Board', addresses.board),
		go('In flight', addresses.inFlight),
		go('History', addresses.history),
		go('Timeline of deployments and incidents', addresses.timeline),
		go('Delivery metrics', addresses.delivery),
		go('Retrospective', addresses.retrospective),
		go('Tests', addresses.tests),
		go('Facts: sources, imports and links', addresses.facts),
		go('Connections and configuration', addresses.connections),
		go('Settings', addresses.settings),
		run('Wallboard', { kind: 'wall' }),
		...(room.host.mayAct
			? [
					isSampleRunning
						? run('Stop the sample environment', { kind: 'sample', command: 'stop' })
						: run('Start the sample environment', { kind: 'sample', command: 'start' }),
				]
			: []),
		run('Import an analysis (Argo Rollouts, Kayenta)', { kind: 'import-analysis' }),
		run('Change between light and dark', { kind: 'theme' }),
		run('Copy a link to this screen', { kind: 'copy-link' }),
		...(room.host.mayAct ? [run('Copy diagnostics for a bug report', { kind: 'copy-diagnostics' })] : []),
		run('Keyboard reference', { kind: 'show', what: 'keys' }),
		...(room.host.mayAct ? [run('Tour of the sample', { kind: 'show', what: 'tour' })] : []),
		run('About Signalbox', { kind: 'show', what: 'about' }),
	];
}

/** Rows of one section at most, so that 300 services do not bury the rest. */
const perSection = 8;
/** Places are few, and a person looks for what the list has. */
const mostPlaces = 30;

/** Items that hold every typed word, best first within their section: a beginning beats a middle. */
export function findItems(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
	return sections.flatMap((section) =>
		items
			.filter((item) => item.section === section)
			.map((item) => ({ item, score: scoreOf(item, words) }))
			.filter(({ score }) => score > 0)
			.toSorted((left, right) => right.score - left.score)
			.slice(0, shownOf(section, words.length === 0))
			.map(({ item }) => item),
	);
}

function shownOf(section: PaletteSection, isEmpty: boolean): number {
	if (section === 'Go to') return mostPlaces;
	// With nothing typed, what needs an answer is shown, and the lists that would bury it are not.
	return isEmpty && (section === 'Releases' || section === 'Pipelines' || section === 'Delivery') ? 0 : perSection;
}

function scoreOf(item: PaletteItem, words: readonly string[]): number {
	const label = item.label.toLowerCase();
	const text = `${label} ${item.detail?.toLowerCase() ?? ''}`;
	if (!words.every((word) => text.includes(word))) return 0;
	return (
		1 + words.filter((word) => label.startsWith(word)).length * 2 + words.filter((word) => label.includes(word)).length
	);
}
