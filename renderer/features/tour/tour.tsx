import { X } from 'lucide-react';
import { type ReactElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useStores } from '../../store/context.tsx';
import { useRoom } from '../../store/hooks.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { placeCard, type TourStep, tourSteps } from './tour-steps.ts';
import styles from './tour.module.css';
import { useAnchor } from './use-anchor.ts';

/** Room around what is pointed at, px. */
const around = 5;

/**
 * Marks beside the real things, one after another. It blocks nothing: what it speaks of can be pressed meanwhile.
 * Escape ends it from anywhere; with the focus in its card the arrows move.
 */
export function Tour({ onEnd }: { readonly onEnd: () => void }): ReactElement | null {
	const { room } = useStores();
	const [steps] = useState(() => {
		const now = room.store.getState().room;
		return now === null ? [] : tourSteps(now);
	});
	const [index, setIndex] = useState(0);
	const step = steps[index];
	const isDone = useRoom((now) => step?.isDone?.(now) ?? false);
	useEffect(() => {
		if (isDone) setIndex((before) => before + 1);
	}, [isDone]);
	useEscape(onEnd);
	useFocusBack();
	if (step === undefined) return null;
	const move = (by: 1 | -1): void => {
		const next = index + by;
		if (next >= steps.length) onEnd();
		else setIndex(Math.max(0, next));
	};
	return <Mark step={step} index={index} count={steps.length} onMove={move} onEnd={onEnd} />;
}

/** Ends the tour, unless something lies over it that Escape means first. */
function useEscape(onEnd: () => void): void {
	const latest = useRef(onEnd);
	latest.current = onEnd;
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			if (event.key !== 'Escape' || event.defaultPrevented) return;
			if (document.querySelector('[role="dialog"]') !== null) return;
			event.preventDefault();
			latest.current();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
}

/** Arrows move while the focus is in the card; elsewhere they belong to grids and sliders. */
function useArrows(card: { readonly current: HTMLElement | null }, onMove: (by: 1 | -1) => void): void {
	const latest = useRef(onMove);
	latest.current = onMove;
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
			if (card.current?.contains(document.activeElement) !== true) return;
			event.preventDefault();
			latest.current(event.key === 'ArrowRight' ? 1 : -1);
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [card]);
}

/** Hands the focus back at the end, where the card still had it. */
function useFocusBack(): void {
	useEffect(() => {
		const before = document.activeElement;
		return () => {
			if (document.activeElement !== document.body && document.activeElement !== null) return;
			const heading = document.querySelector<HTMLElement>('main h1');
			if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
			else heading?.focus({ preventScroll: true });
		};
	}, []);
}

function Mark(props: {
	readonly step: TourStep;
	readonly index: number;
	readonly count: number;
	readonly onMove: (by: 1 | -1) => void;
	readonly onEnd: () => void;
}): ReactElement {
	const { step, index, count, onMove, onEnd } = props;
	const [location, navigate] = useLocation();
	const anchor = useAnchor(step);
	const card = useRef<HTMLElement>(null);
	const id = useId();
	const announce = useAnnounce();
	const isLast = index === count - 1;
	useBegin(step, () => {
		if (step.href !== null && `#${location}` !== step.href) navigate(step.href.slice(1));
		announce(`Tour, step ${index + 1} of ${count}: ${step.title}. ${step.text}`);
		// The card takes the focus on its own, not a button: Enter pressed for something else must not move it.
		card.current?.focus({ preventScroll: true });
	});
	useArrows(card, onMove);
	const place = usePlace(card, anchor, step);
	return (
		<>
			{anchor !== null && (
				<div
					className={styles.ring}
					aria-hidden="true"
					style={{
						left: anchor.left - around,
						top: anchor.top - around,
						width: anchor.width + 2 * around,
						height: anchor.height + 2 * around,
					}}
				/>
			)}
			<section
				ref={card}
				className={styles.card}
				aria-labelledby={`${id}-title`}
				aria-describedby={`${id}-text`}
				data-print="no"
				tabIndex={-1}
				style={place}
			>
				<header className={styles.head}>
					<p className={styles.count}>
						Tour, {index + 1} of {count}
					</p>
					<Button variant="quiet" size="s" icon={<X size={14} />} aria-label="End the tour" onPress={onEnd} />
				</header>
				<h2 id={`${id}-title`}>{step.title}</h2>
				<p id={`${id}-text`}>{step.text}</p>
				<footer className={styles.foot}>
					<Button size="s" variant="quiet" isDisabled={index === 0} onPress={() => onMove(-1)}>
						Back
					</Button>
					<Button size="s" variant="primary" onPress={() => onMove(1)}>
						{isLast ? 'Done' : 'Next'}
					</Button>
				</footer>
			</section>
		</>
	);
}

/** Once a step, after the screen it leads to took the focus: from then on a person may go wherever they like. */
function useBegin(step: TourStep, begin: () => void): void {
	const latest = useRef(begin);
	latest.current = begin;
	const begun = useRef<TourStep | null>(null);
	useEffect(() => {
		if (begun.current === step) return;
		const timer = setTimeout(() => {
			begun.current = step;
			latest.current();
		});
		return () => clearTimeout(timer);
	}, [step]);
}

/** Measured before it is painted, so that the card does not jump. */
function usePlace(
	card: { readonly current: HTMLElement | null },
	anchor: ReturnType<typeof useAnchor>,
	step: TourStep,
): { readonly left: number; readonly top: number } {
	const [place, setPlace] = useState({ left: 0, top: 0 });
	useLayoutEffect(() => {
		if (card.current === null) return;
		const { width, height } = card.current.getBoundingClientRect();
		const view = { width: window.innerWidth, height: window.innerHeight };
		setPlace(placeCard(anchor, { width, height }, view));
		// Another step has other words, and so another height.
	}, [card, anchor, step]);
	return place;
}
