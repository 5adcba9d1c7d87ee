/** What is remembered of windows from one run to the next. */
import { z } from 'zod';
import type { JsonValue } from '../../../shared/domain/result.ts';
import { type WindowKind, windowKinds } from '../../../shared/rpc/shell-api.ts';
import { linkTo, parseLink } from '../../../shared/shell/links.ts';
import type { SavedPlace } from '../../../shared/shell/window-placement.ts';

/** Where it is kept. What comes back is not to be trusted: files are edited, cut short, and written by other versions. */
export interface WindowMemory {
	read(): unknown;
	write(value: JsonValue): void;
}

/** A window of the last run. */
export interface SavedWindow {
	readonly kind: WindowKind;
	/** Address below the hash. */
	readonly address: string;
	readonly place: SavedPlace;
}

export interface RememberedWindows {
	/** Where a window of each kind was last. */
	readonly places: Readonly<Partial<Record<WindowKind, SavedPlace>>>;
	/** The windows that were open when the last run ended, the one used last at the end. */
	readonly open: readonly SavedWindow[];
}

/** More windows than anybody reads; what asks for more is a mistake or worse. */
export const mostWindows = 16;

const pixels = z.int().min(-100_000).max(100_000);
const extent = z.int().min(1).max(100_000);
const rectangle = z.object({ x: pixels, y: pixels, width: extent, height: extent });
const place = z.object({
	bounds: rectangle,
	display: z.object({ id: z.number(), workArea: rectangle }),
	isMaximized: z.boolean(),
	isFullScreen: z.boolean(),
});
const address = z.string().refine((text) => parseLink(linkTo(text)).ok);
const savedWindow = z.object({ kind: z.enum(windowKinds), address, place });
const maybePlace = place.optional().catch(undefined);
const remembered = z.object({
	version: z.literal(1),
	places: z.object({ room: maybePlace, deployment: maybePlace, wall: maybePlace }).catch({}),
	// One window that cannot be read must not cost the others.
	open: z
		.array(savedWindow.nullable().catch(null))
		.transform((windows) => windows.filter((each) => each !== null).slice(-mostWindows))
		.catch([]),
});

/** Reads what was remembered; nothing where it cannot be read. */
export function parseRemembered(value: unknown): RememberedWindows {
	const parsed = remembered.safeParse(value);
	if (!parsed.success) return { places: {}, open: [] };
	const { room, deployment, wall } = parsed.data.places;
	return {
		places: {
			...(room === undefined ? {} : { room }),
			...(deployment === undefined ? {} : { deployment }),
			...(wall === undefined ? {} : { wall }),
		},
		open: parsed.data.open,
	};
}

/** The form in which it is kept. */
export function serializeRemembered({ places, open }: RememberedWindows): JsonValue {
	const kept: Record<string, JsonValue> = {};
	for (const [kind, each] of Object.entries(places)) kept[kind] = placeValue(each);
	return {
		version: 1,
		places: kept,
		open: open.map((each) => ({ kind: each.kind, address: each.address, place: placeValue(each.place) })),
	};
}

function placeValue({ bounds, display, isMaximized, isFullScreen }: SavedPlace): JsonValue {
	return {
		bounds: { ...bounds },
		display: { id: display.id, workArea: { ...display.workArea } },
		isMaximized,
		isFullScreen,
	};
}
