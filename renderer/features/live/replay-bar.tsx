/** Play, pause, jump between events, and a scrubber over the whole deployment. */
import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime } from '../../ui/instant.ts';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { nextEventAt, previousEventAt, replayRates, type ReplayTrack } from './replay-cursor.ts';
import styles from './replay-bar.module.css';
import type { Playback } from './use-playback.ts';

const rates = replayRates.map((rate) => ({ id: String(rate), label: `${rate} x` }));

function Marks({ marks, track }: { readonly marks: readonly ChartMark[]; readonly track: ReplayTrack }): ReactElement {
	const span = Math.max(1, track.to - track.from);
	return (
		<div className={styles.marks} aria-hidden="true">
			{marks.map((mark, index) => (
				<span
					key={`${String(index)}-${mark.kind}`}
					className={styles.mark}
					data-tone={mark.tone ?? mark.kind}
					title={`${clockTime(mark.at)} ${mark.label}`}
					style={{ left: `${Math.min(100, Math.max(0, ((mark.at - track.from) / span) * 100))}%` }}
				/>
			))}
		</div>
	);
}

export function ReplayBar(props: {
	readonly track: ReplayTrack;
	readonly playback: Playback;
	readonly marks: readonly ChartMark[];
	/** Leaves the replay; null when there is nothing live to go back to. */
	readonly onLeave: (() => void) | null;
}): ReactElement {
	const { track, playback, marks, onLeave } = props;
	const { at, isPlaying, rate } = playback;
	return (
		<section className={styles.bar} aria-label="Replay">
			<div className={styles.buttons}>
				<Button
					icon={<SkipBack size={15} />}
					aria-label="To the event before"
					onPress={() => playback.moveTo(previousEventAt(track, at))}
				/>
				<Button
					variant="primary"
					icon={isPlaying ? <Pause size={15} /> : <Play size={15} />}
					aria-label={isPlaying ? 'Pause the replay' : 'Play'}
					onPress={playback.toggle}
				/>
				<Button
					icon={<SkipForward size={15} />}
					aria-label="To the next event"
					onPress={() => playback.moveTo(nextEventAt(track, at))}
				/>
				<Select
					label="Speed, times the clock"
					hideLabel
					options={rates}
					value={String(rate)}
					onChange={(chosen) => playback.setRate(Number(chosen))}
				/>
			</div>
			<div className={styles.scrubber}>
				<Slider
					label={`Replay: this is what was so ${formatDuration(at - track.from)} after the start`}
					value={at}
					min={track.from}
					max={Math.max(track.to, track.from + 1)}
					step={Math.max(1, Math.min(1_000, (track.to - track.from) / 200))}
					format={clockTime}
					onChange={playback.moveTo}
				/>
				<Marks marks={marks} track={track} />
			</div>
			{onLeave !== null && <Button onPress={onLeave}>Leave the replay</Button>}
		</section>
	);
}
