/** The tour of the sample: what each step says, where it points, and when it is done by itself. Pure. */
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';

export interface TourStep {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	/** CSS selectors of what it points at, best first; where none is on screen the step stands in the middle. */
	readonly anchors: readonly string[];
	/** The screen it is about; null where any will do. */
	readonly href: string | null;
	/** True once a person has done what the step asks for: the next one comes by itself. */
	readonly isDone?: (room: Pick<RoomState, 'sample' | 'deployments'>) => boolean;
}

type TourRoom = Pick<RoomState, 'sample' | 'deployments'>;

const isRunning = ({ sample }: TourRoom): boolean => sample.state === 'running';
const ships = ({ deployments }: TourRoom): boolean =>
	Object.values(deployments).some(({ deployment }) => isInFlight(deployment));

const start: TourStep = {
	id: 'start',
	title: 'Start the sample',
	text: 'A small real service in two versions, behind a real router, on this machine. Start it and the tour goes on.',
	anchors: ['[data-tour="start-sample"]'],
	href: addresses.board,
	isDone: isRunning,
};

const deploy: TourStep = {
	id: 'deploy',
	title: 'Send 2.4.0 on its way',
	text: 'Press Deploy in the cell, or D with the cell in focus, and choose 2.4.0. A canary takes 5 % of the traffic first.',
	anchors: ['[data-does="start"]', '[role="grid"]'],
	href: addresses.board,
	isDone: ships,
};

const always: readonly TourStep[] = [
	{
		id: 'board',
		title: 'The board',
		text: 'Every service in every environment: what stands there, whether it is healthy, what is on its way. What needs a person stands above it.',
		anchors: ['[role="grid"]'],
		href: addresses.board,
	},
	deploy,
	{
		id: 'in-flight',
		title: 'While it ships',
		text: 'In flight shows everything under way. Open a deployment for its traffic, its charts against the version that stands, and the verdict with its evidence.',
		anchors: ['[data-tour="in-flight"]'],
		href: null,
	},
	{
		id: 'worse',
		title: 'Make it worse',
		text: 'Let the new version answer slower, or wrongly. The judge sees it in the traffic, and the room takes the version back by itself.',
		anchors: ['[data-tour="sample"]'],
		href: null,
	},
	{
		id: 'pipeline',
		title: 'Where releases come from',
		text: 'Commit a change in the sample and open the shop: its jobs run, gates judge what they report, you approve, and the release waits for its Deploy.',
		anchors: ['[data-tour="commits"]', '[data-tour="sample"]'],
		href: null,
	},
	{
		id: 'back',
		title: 'One press is one press',
		text: 'Roll back is on screen while anything ships. It asks nothing and waits for nothing, and it has a key on every screen.',
		anchors: ['[data-command="roll-back"]', '[data-tour="in-flight"]'],
		href: null,
	},
	{
		id: 'find',
		title: 'Find anything',
		text: 'Services, releases and commands by their names. Everything that a mouse can do is here too.',
		anchors: ['[data-tour="search"]'],
		href: null,
	},
	{
		id: 'settings',
		title: 'Yours to set',
		text: 'Notifications, quiet hours, secrets and this tour are in the settings.',
		anchors: ['[data-tour="settings"]'],
		href: null,
	},
];

/** The steps of a tour that begins now. */
export function tourSteps(room: TourRoom): readonly TourStep[] {
	return [
		...(isRunning(room) ? [] : [start]),
		// What ships already need not be started.
		...always.filter((step) => step !== deploy || !ships(room)),
	];
}

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

const gap = 14;
const margin = 12;

/** Where a card stands beside what it points at: right, left, below or above, else in the middle; never outside. px. */
export function placeCard(
	anchor: Box | null,
	card: Pick<Box, 'width' | 'height'>,
	view: Pick<Box, 'width' | 'height'>,
): Pick<Box, 'left' | 'top'> {
	const inside = (left: number, top: number) => ({
		left: Math.max(margin, Math.min(left, view.width - card.width - margin)),
		top: Math.max(margin, Math.min(top, view.height - card.height - margin)),
	});
	const middle = inside((view.width - card.width) / 2, (view.height - card.height) / 2);
	if (anchor === null) return middle;
	const right = anchor.left + anchor.width + gap;
	if (right + card.width + margin <= view.width) return inside(right, anchor.top);
	const left = anchor.left - gap - card.width;
	if (left >= margin) return inside(left, anchor.top);
	const below = anchor.top + anchor.height + gap;
	if (below + card.height + margin <= view.height) return inside(anchor.left, below);
	const above = anchor.top - gap - card.height;
	return above >= margin ? inside(anchor.left, above) : middle;
}
