import { type ReactElement, useEffect, useState } from 'react';
import { formatMs, formatPercent, formatRate } from '../../shared/domain/format.ts';
import type { HostView, SampleFault, SampleView } from '../../shared/rpc/views.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { useStores } from '../store/context.tsx';
import { useCommands, useHost, useRoom, useShellView } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Glyph, type Tone } from '../ui/glyph.tsx';
import { Problem } from '../ui/problem.tsx';
import { Slider } from '../ui/slider.tsx';
import { SampleCommits } from './sample-commits.tsx';
import styles from './sample-panel.module.css';

const words: Readonly<Record<SampleView['state'], { readonly tone: Tone; readonly text: string }>> = {
	stopped: { tone: 'neutral', text: 'stopped' },
	starting: { tone: 'busy', text: 'starting' },
	running: { tone: 'good', text: 'running' },
	stopping: { tone: 'busy', text: 'stopping' },
	failed: { tone: 'bad', text: 'failed' },
};

/** The sample environment in the corner of every screen: make the new version worse and watch. */
export function SamplePanel({ onTour }: { readonly onTour: () => void }): ReactElement | null {
	const sample = useRoom((room) => room.sample);
	const commands = useCommands();
	const { mayAct } = useHost();
	if (sample.state === 'stopped') return null;
	const { tone, text } = words[sample.state];
	const isRunning = sample.state === 'running';
	return (
		<section className={styles.panel} aria-label="Sample environment" data-tour="sample">
			<header className={styles.header}>
				<h2>Sample</h2>
				<span className={styles.state}>
					<Glyph tone={tone} size={9} /> {text}
				</span>
			</header>
			{sample.problem !== null && <Problem problem={sample.problem} compact />}
			{isRunning && mayAct && <TourOffer onTour={onTour} />}
			{isRunning && <Facts sample={sample} />}
			{isRunning && mayAct && <Faults fault={sample.fault} />}
			{isRunning && mayAct && sample.hasPipeline && <SampleCommits />}
			{mayAct && (
				<div className={styles.actions}>
					{isRunning && (
						<Button size="s" onPress={() => void commands.stopSample()}>
							Stop the sample
						</Button>
					)}
					{sample.state === 'failed' && (
						<Button size="s" onPress={() => void commands.startSample()}>
							Start again
						</Button>
					)}
				</div>
			)}
		</section>
	);
}

/** Once, when the sample first runs; later the tour is found in palette, menu and settings. */
function TourOffer({ onTour }: { readonly onTour: () => void }): ReactElement | null {
	const { shell, desk } = useStores();
	const [isAnswered, setAnswered] = useState(false);
	const view = useShellView();
	if (isAnswered || view === null || view.settings.tourSeen) return null;
	const answer = (): void => {
		setAnswered(true);
		void shell
			.save(() => ({ tourSeen: true }))
			.then((result) => {
				if (!result.ok) desk.refuse(result.problem);
			});
	};
	return (
		<div className={styles.offer}>
			<p>New here? The tour shows a canary being caught, in about a minute.</p>
			<div className={styles.offerActions}>
				<Button
					size="s"
					variant="primary"
					onPress={() => {
						answer();
						onTour();
					}}
				>
					Take the tour
				</Button>
				<Button size="s" variant="quiet" onPress={answer}>
					No, thanks
				</Button>
			</div>
		</div>
	);
}

function Facts({ sample }: { readonly sample: SampleView }): ReactElement {
	const { kind } = useHost();
	return (
		<p className={styles.facts}>
			{sample.requestsPerSecond === null ? 'Traffic not measured yet' : formatRate(sample.requestsPerSecond)}
			{sample.url !== null && <SampleAddress url={sample.url} host={kind} />}
		</p>
	);
}

/** The desktop opens nothing outside of its own page, so there the address is copied. */
export function SampleAddress(props: { readonly url: string; readonly host: HostView['kind'] }): ReactElement {
	const { url, host } = props;
	const text = url.replace(/^https?:\/\//, '');
	if (host === 'browser') {
		return (
			<a href={url} target="_blank" rel="noopener noreferrer" className="mono">
				{text}
			</a>
		);
	}
	return (
		<span className={styles.address}>
			<span className="mono">{text}</span>
			<CopyButton label="Copy the address" done="Address copied" make={() => url} />
		</span>
	);
}

/** The sliders follow the host, except while a hand is on them. */
function Faults({ fault }: { readonly fault: SampleFault }): ReactElement {
	const { setFault } = useCommands();
	const [draft, setDraft] = useState(fault);
	useEffect(() => setDraft(fault), [fault]);
	const commit = (change: Partial<SampleFault>): void => void setFault({ ...draft, ...change });
	return (
		<div className={styles.faults}>
			<h3>Make the new version</h3>
			<Slider
				label="slower"
				value={draft.delayMs}
				max={2_000}
				step={20}
				format={(value) => `+${formatMs(value)}`}
				onChange={(delayMs) => setDraft({ ...draft, delayMs })}
				onCommit={(delayMs) => commit({ delayMs })}
			/>
			<Slider
				label="wronger"
				value={draft.errorRate}
				max={0.5}
				step={0.005}
				format={(value) => `${formatPercent(value)} errors`}
				onChange={(errorRate) => setDraft({ ...draft, errorRate })}
				onCommit={(errorRate) => commit({ errorRate })}
			/>
			<Slider
				label="hungrier"
				value={draft.memory}
				max={1}
				step={0.01}
				format={(value) => `${formatPercent(value)} memory`}
				onChange={(memory) => setDraft({ ...draft, memory })}
				onCommit={(memory) => commit({ memory })}
			/>
		</div>
	);
}
