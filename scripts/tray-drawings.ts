/** The tray's icons as drawings, 16 units wide. They differ by outline, not by colour alone: trays are small, and macOS has none. */

export const trayStates = ['calm', 'shipping', 'needs-you'] as const;
export type TrayState = (typeof trayStates)[number];

/** `template` is black on nothing, which macOS tints; `coloured` has an edge that shows on dark and on light bars. */
export type TrayLook = 'template' | 'coloured';

interface Paint {
	readonly fill: string;
	readonly edge: string;
	readonly light: string;
	readonly arrow: string;
	readonly alarm: string;
	/** What is cut out of the alarm: nothing at all in a template. */
	readonly mark: string;
}

const paints: Readonly<Record<TrayLook, Paint>> = {
	template: { fill: 'none', edge: '#000', light: '#000', arrow: '#000', alarm: '#000', mark: 'cut' },
	coloured: {
		fill: '#20262f',
		edge: '#aeb6c1',
		light: '#e8edf4',
		arrow: '#3f8cf2',
		alarm: '#d8352c',
		mark: '#ffffff',
	},
};

/** A signal head with two lights, its left edge at `left`. */
function signalHead(left: number, paint: Paint): string {
	const middle = left + 3.25;
	return [
		`<rect x="${left}" y="1" width="6.5" height="14" rx="3.25" fill="${paint.fill}" stroke="${paint.edge}" stroke-width="1.5"/>`,
		`<circle cx="${middle}" cy="5.25" r="1.4" fill="${paint.light}"/>`,
		`<circle cx="${middle}" cy="10.75" r="1.4" fill="${paint.light}"/>`,
	].join('');
}

const exclamation = (fill: string) =>
	`<rect x="7" y="3.5" width="2" height="5.6" rx="1" fill="${fill}"/><circle cx="8" cy="11.9" r="1.25" fill="${fill}"/>`;

function drawing(state: TrayState, paint: Paint): string {
	switch (state) {
		case 'calm':
			return signalHead(4.75, paint);
		case 'shipping':
			return `${signalHead(1, paint)}<path d="M12.5 13.5V4M9.6 6.6 12.5 3.4l2.9 3.2" fill="none" stroke="${paint.arrow}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>`;
		case 'needs-you': {
			const body = '<rect x="2.5" y="0.5" width="11" height="15" rx="5.5"';
			if (paint.mark !== 'cut') return `${body} fill="${paint.alarm}"/>${exclamation(paint.mark)}`;
			const mask = `<mask id="cut"><rect width="16" height="16" fill="#fff"/>${exclamation('#000')}</mask>`;
			return `${mask}${body} fill="${paint.alarm}" mask="url(#cut)"/>`;
		}
	}
}

/** The drawing as an SVG document. */
export function drawTray(state: TrayState, look: TrayLook): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${drawing(state, paints[look])}</svg>`;
}
