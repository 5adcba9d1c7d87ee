/** The cursor of a replay: moved by hand, by events, or by the clock at a chosen rate. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { advance, type ReplayTrack } from './replay-cursor.ts';

/** The words follow the cursor this often at most, ms; the charts follow each frame. */
const wordsEveryMs = 100;

export interface Playback {
	/** ms since the epoch. */
	readonly at: number;
	readonly isPlaying: boolean;
	readonly rate: number;
	moveTo(at: number): void;
	setRate(rate: number): void;
	/** Plays or pauses; from the end it plays again from the beginning. */
	toggle(): void;
}

/** `onMove` is called for each movement, also for those between two renders. */
export function usePlayback(track: ReplayTrack, start: number, onMove: (at: number) => void): Playback {
	const [at, setAt] = useState(start);
	const [isPlaying, setPlaying] = useState(false);
	const [rate, setRate] = useState(60);
	const cursor = useRef(start);

	const place = useCallback(
		(instant: number) => {
			cursor.current = instant;
			onMove(instant);
		},
		[onMove],
	);
	const moveTo = useCallback(
		(instant: number) => {
			place(instant);
			setAt(instant);
		},
		[place],
	);

	useEffect(() => {
		if (!isPlaying) return;
		let last = performance.now();
		let said = last;
		let frame = requestAnimationFrame(function step(now) {
			place(advance(track, cursor.current, Math.max(0, now - last), rate));
			last = now;
			const isOver = cursor.current >= track.to;
			if (isOver || now - said >= wordsEveryMs) {
				said = now;
				setAt(cursor.current);
			}
			if (isOver) setPlaying(false);
			else frame = requestAnimationFrame(step);
		});
		return () => cancelAnimationFrame(frame);
	}, [isPlaying, rate, track, place]);

	const toggle = useCallback(() => {
		if (!isPlaying && cursor.current >= track.to) moveTo(track.from);
		setPlaying(!isPlaying);
	}, [isPlaying, track, moveTo]);

	return { at, isPlaying, rate, moveTo, setRate, toggle };
}
