/** "What would this policy have said, and when?": tried on the looks that were kept, changes nothing. */
import { FlaskConical } from 'lucide-react';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { useStores } from '../../store/context.tsx';
import { useDesk } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { CheckOutcome } from '../connections/check-outcome.tsx';
import { isSound } from '../connections/use-check.ts';
import { presetOf, presets, type PresetId } from './presets.ts';
import styles from './trial.module.css';
import { TrialResult } from './trial-result.tsx';
import type { Trail } from './use-evidence-trail.ts';
import { usePolicyCheck } from './use-policy-check.ts';
import { useTrial } from './use-trial.ts';

export interface TrialPanelProps {
	readonly deployment: Deployment;
	readonly trail: Trail;
	readonly marks: readonly ChartMark[];
}

const firstText = presets[0]?.text ?? '';

function Editor(props: {
	readonly text: string;
	readonly onChange: (text: string) => void;
	readonly isRunning: boolean;
	readonly onRun: () => void;
}): ReactElement {
	const { text, onChange, isRunning, onRun } = props;
	const { check, isOfThisText } = usePolicyCheck(text);
	const chosen = presetOf(text);
	const own = { id: 'own' as const, label: 'Your own text', detail: undefined, text };
	const options = chosen === 'own' ? [...presets, own] : presets;
	return (
		<div className={styles.editor}>
			<div className={styles.pick}>
				<Select<PresetId>
					label="Policy to try"
					options={options}
					value={chosen}
					onChange={(id) => onChange(options.find((preset) => preset.id === id)?.text ?? text)}
				/>
				<Button
					variant="primary"
					icon={<FlaskConical size={15} />}
					// Not while it runs: a button that is switched off loses the focus.
					isDisabled={isOfThisText && !isSound(check)}
					onPress={() => {
						if (!isRunning) onRun();
					}}
				>
					{isRunning ? 'Trying' : 'Try it'}
				</Button>
			</div>
			<Field
				label="Text of the health: section"
				value={text}
				onChange={onChange}
				lines={7}
				mono
				spellCheck="false"
				description="Only tried on the looks that were kept. Nothing is changed: not the deployment, not signalbox.yaml."
			/>
			<CheckOutcome check={check} />
		</div>
	);
}

function OpenPanel(props: TrialPanelProps & { readonly given: string | null }): ReactElement {
	const { deployment, trail, marks } = props;
	const [text, setText] = useState(props.given ?? firstText);
	const { state, run } = useTrial(deployment.id);
	const shown = state.status === 'done' ? state.trial : state.status === 'running' ? state.before : null;
	const isOfOther = state.status === 'done' && state.text !== text;
	const hasNoLooks = trail.status === 'ready' && trail.looks === 0;
	if (hasNoLooks) {
		return <p className="dim">No look of this deployment was kept, so there is nothing to try another policy on.</p>;
	}
	return (
		<div className={styles.panel}>
			<Editor text={text} onChange={setText} isRunning={state.status === 'running'} onRun={() => run(text)} />
			<div className={styles.outcome} aria-busy={state.status === 'running'}>
				{state.status === 'failed' && <Problem problem={state.problem} />}
				{isOfOther && <Chip tone="neutral">of the text before</Chip>}
				{shown !== null && <TrialResult trial={shown} deployment={deployment} points={trail.points} marks={marks} />}
				{state.status === 'none' && (
					<p className="dim">
						Choose a policy or write one, then try it: it judges every look of this deployment again.
					</p>
				)}
			</div>
		</div>
	);
}

/** Closed until it is asked for, here, by the palette or by an import. */
export function TrialPanel(props: TrialPanelProps): ReactElement {
	const { desk } = useStores();
	const { id } = props.deployment;
	const asked = useDesk((state) => (state.trial?.deploymentId === id ? state.trial : null));
	const place = useRef<HTMLDivElement>(null);
	const isOpen = asked !== null;
	useEffect(() => {
		if (!isOpen) return;
		place.current?.scrollIntoView({ block: 'nearest' });
		place.current?.querySelector<HTMLElement>('button, textarea')?.focus({ preventScroll: true });
	}, [isOpen]);
	return (
		<Card
			title="Try another policy"
			actions={
				<Button
					size="s"
					aria-expanded={isOpen}
					onPress={() => desk.tryPolicy(isOpen ? null : { deploymentId: id, policy: null })}
				>
					{isOpen ? 'Close' : 'Try another policy'}
				</Button>
			}
		>
			<div ref={place}>
				{asked === null ? (
					<p className="dim">What would another policy have said of this deployment, and when?</p>
				) : (
					<OpenPanel key={asked.key} {...props} given={asked.policy} />
				)}
			</div>
		</Card>
	);
}
