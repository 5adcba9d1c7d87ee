import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import type { EnvironmentKey, Release } from '../../../shared/domain/release.ts';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { StrategyKind } from '../../../shared/domain/strategy/model.ts';
import type { ReleaseView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useCommands, useEnvironment, usePipeline } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EnvBadge, EnvFrame } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './start-dialog.module.css';

const strategies: readonly { readonly id: StrategyKind; readonly label: string; readonly detail: string }[] = [
	{ id: 'canary', label: 'Canary', detail: 'A small share of the traffic first, more while it is healthy' },
	{ id: 'blue-green', label: 'Blue-green', detail: 'All traffic at once, the old version kept warm' },
];

/** Chooses what to release into one environment; the button says where. */
export function StartDialog({
	environmentKey,
	version,
	problem = null,
	onClose,
}: {
	readonly environmentKey: EnvironmentKey;
	/** Chosen when it opens, where it can be started here; left out, the newest that does not stand there. */
	readonly version?: string;
	/** Why a start without questions was refused just now. */
	readonly problem?: ProblemValue | null;
	readonly onClose: () => void;
}): ReactElement | null {
	const environment = useEnvironment(environmentKey);
	if (environment === null) return null;
	return <Form environment={environment} wanted={version ?? null} refused={problem} onClose={onClose} />;
}

function Form({
	environment,
	wanted,
	refused,
	onClose,
}: {
	readonly environment: EnvironmentView;
	readonly wanted: string | null;
	readonly refused: ProblemValue | null;
	readonly onClose: () => void;
}): ReactElement {
	const { start } = useCommands();
	const [, navigate] = useLocation();
	const made = usePipeline(environment.service, ({ releases }) => releases) ?? noReleases;
	const [version, setVersion] = useState(() => firstChoice(environment, wanted, made));
	const [strategy, setStrategy] = useState(environment.defaultStrategy);
	const [problem, setProblem] = useState(refused);
	const release = environment.releases.find((each) => each.version === version) ?? null;
	const held = heldBack(version, environment, made);

	async function go(): Promise<void> {
		if (version === null) return;
		const result = await start(environment, version, strategy);
		if (!result.ok) return setProblem(result.problem);
		onClose();
		navigate(addresses.deployment(result.value.deploymentId).slice(1));
	}

	return (
		<Dialog
			title={`Deploy ${environment.service}`}
			isOpen
			onClose={onClose}
			footer={<Buttons environment={environment} version={version} onClose={onClose} onStart={() => void go()} />}
		>
			<div className={styles.form}>
				<Facts environment={environment} />
				<Select
					label="Release"
					mono
					options={environment.releases.map((each) => optionOf(each, environment, made))}
					value={version}
					onChange={setVersion}
				/>
				{release?.notes != null && <p className={styles.notes}>{release.notes}</p>}
				<Select label="How" options={strategies} value={strategy} onChange={setStrategy} />
				<p className={styles.notes}>{strategies.find((each) => each.id === strategy)?.detail}.</p>
				{!environment.start.allowed && environment.start.detail !== null && (
					<p className={styles.refused}>
						<Glyph tone="warn" /> {environment.start.detail}
					</p>
				)}
				{held !== null && problem === null && (
					<p className={styles.refused}>
						<Glyph tone="warn" /> {held.text}. {held.whoCan}.
					</p>
				)}
				{problem !== null && <Problem problem={problem} />}
			</div>
		</Dialog>
	);
}

function Buttons(props: {
	readonly environment: EnvironmentView;
	readonly version: string | null;
	readonly onClose: () => void;
	readonly onStart: () => void;
}): ReactElement {
	const { environment: name, tier } = props.environment;
	const isProduction = tier === 'production';
	return (
		<>
			<Button variant="quiet" onPress={props.onClose}>
				Cancel
			</Button>
			<EnvFrame name={name} production={isProduction}>
				<Button variant="primary" onPress={props.onStart} isDisabled={props.version === null}>
					Deploy {props.version} to {isProduction ? name.toUpperCase() : name}
				</Button>
			</EnvFrame>
		</>
	);
}

function Facts({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	return (
		<p className={styles.facts}>
			<EnvBadge name={environment.environment} production={environment.tier === 'production'} />
			<span>{environment.targetLabel}</span>
			<span>
				{environment.standing === null ? (
					'nothing runs there yet'
				) : (
					<>
						now <span className="mono">{environment.standing.version}</span>
						{environment.standingSince !== null && (
							<>
								{' for '}
								<Time at={environment.standingSince} form="since" />
							</>
						)}
					</>
				)}
			</span>
		</p>
	);
}

const noReleases: readonly ReleaseView[] = [];

/** What holds this release back from the environment, most important first; null where nothing is known to. */
function heldBack(version: string | null, { key }: EnvironmentView, made: readonly ReleaseView[]) {
	const readiness = made.find((each) => each.version === version)?.readiness.find((each) => each.environment === key);
	return readiness === undefined || readiness.allowed ? null : (readiness.reasons[0] ?? null);
}

/** The one that was asked for, else the newest release that does not stand there already and may go there. */
function firstChoice(environment: EnvironmentView, wanted: string | null, made: readonly ReleaseView[]): string | null {
	const { releases, standing } = environment;
	if (releases.some((each) => each.version === wanted)) return wanted;
	const others = releases.filter((each) => each.version !== standing?.version);
	const free = others.find((each) => heldBack(each.version, environment, made) === null);
	return (free ?? others[0] ?? releases[0])?.version ?? null;
}

function optionOf(release: Release, environment: EnvironmentView, made: readonly ReleaseView[]) {
	const { standing, knownGood } = environment;
	const facts = [
		heldBack(release.version, environment, made) === null ? null : 'held back',
		release.commit === null ? null : release.commit.slice(0, 7),
		release.version === standing?.version ? 'stands there now' : null,
		release.version === knownGood ? 'known good' : null,
	].filter((fact) => fact !== null);
	return { id: release.version, label: release.version, detail: facts.length === 0 ? undefined : facts.join(', ') };
}
