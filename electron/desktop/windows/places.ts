/** Remembering where windows stand and which are open, and giving new ones their place. */
import type { Screen } from 'electron';
import type { WindowKind } from '../../../shared/rpc/shell-api.ts';
import {
	beside,
	type DisplayPlace,
	type Placement,
	placeWindow,
	type SavedPlace,
} from '../../../shared/shell/window-placement.ts';
import type { Clock, Logger } from '../../engine/ports.ts';
import { addressOf, displayPlace, type OpenedWindow, placeOf } from './opened-window.ts';
import { parseRemembered, type SavedWindow, serializeRemembered, type WindowMemory } from './window-memory.ts';
import { windowSizes } from './window-options.ts';

/** While a window is dragged it moves many times a second. */
const writeAfterMs = 500;

export interface PlacesOptions {
	readonly memory: WindowMemory;
	readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'>;
	readonly clock: Pick<Clock, 'after'>;
	readonly logger: Pick<Logger, 'warn'>;
	/** The windows that are open, the one used last at the end. */
	readonly opened: () => readonly OpenedWindow[];
}

export interface Places {
	/** The windows of the last run. */
	readonly before: readonly SavedWindow[];
	/** Where a window goes: where it stood, else where the last one of its kind did, beside what is there. */
	placeFor(kind: WindowKind, saved: SavedPlace | null): Placement;
	/** Something moved, opened or went elsewhere: written a moment later. */
	changed(): void;
	/** A window is about to go: the last look at where it stands. */
	leaving(opened: OpenedWindow): void;
	/** Writes at once. */
	write(): void;
	/** Writes what is open now, and nothing any more: windows that close after this close because the app ends. */
	settle(): void;
}

export function createPlaces({ memory, screen, clock, logger, opened }: PlacesOptions): Places {
	const remembered = parseRemembered(readSafely(memory, logger));
	const places: Partial<Record<WindowKind, SavedPlace>> = { ...remembered.places };
	let cancel: (() => void) | null = null;
	let isSettled = false;

	const look = (each: OpenedWindow) => {
		each.place = placeOf(each, screen);
		if (each.place !== null) places[each.kind] = each.place;
	};
	const write = () => {
		cancel?.();
		cancel = null;
		if (isSettled) return;
		for (const each of opened()) look(each);
		try {
			memory.write(serializeRemembered({ places, open: opened().flatMap(savedWindow) }));
		} catch (err) {
			// Worth a line, never worth a release manager's attention.
			logger.warn({ err }, 'the places of windows could not be kept');
		}
	};
	return {
		before: remembered.open,
		placeFor(kind, saved) {
			const place = saved ?? places[kind] ?? null;
			const placed = placeWindow(place, displaysOf(screen), windowSizes[kind]);
			if (saved !== null) return placed;
			const others = opened().flatMap(({ window }) => (window.isDestroyed() ? [] : [window.getNormalBounds()]));
			const { workArea } = screen.getDisplayMatching(placed.bounds);
			// A second window of a kind does not cover the first one whole.
			const hasLikes = opened().some((each) => each.kind === kind);
			const fills = hasLikes ? { isMaximized: false, isFullScreen: false } : {};
			return { ...placed, ...fills, bounds: beside(placed.bounds, others, workArea) };
		},
		changed() {
			cancel?.();
			cancel = clock.after(writeAfterMs, write);
		},
		leaving: look,
		write,
		settle() {
			write();
			isSettled = true;
		},
	};
}

function savedWindow({ kind, window, place }: OpenedWindow): readonly SavedWindow[] {
	if (place === null || window.isDestroyed()) return [];
	return [{ kind, address: addressOf(window.webContents.getURL()) ?? '/', place }];
}

/** The main display first. */
function displaysOf(screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>): readonly DisplayPlace[] {
	const main = screen.getPrimaryDisplay();
	return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(displayPlace);
}

function readSafely(memory: WindowMemory, logger: Pick<Logger, 'warn'>): unknown {
	try {
		return memory.read();
	} catch (err) {
		logger.warn({ err }, 'the places of windows could not be read');
		return null;
	}
}
