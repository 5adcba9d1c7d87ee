/** What a stage holds beside jobs: questions to people, and deployments of its release. */
import type { ReactElement } from 'react';
import type { ChecklistItem } from '../../../shared/domain/pipeline/decisions.ts';
import type { StageDeployment, StageView } from '../../../shared/rpc/pipeline-views.ts';
import { addresses } from '../../store/address.ts';
import { useEnvironment } from '../../store/hooks.ts';
import { cx } from '../../ui/cx.ts';
import { EnvBadge } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { stateLook } from '../history/state-look.ts';
import styles from './graph.module.css';

export function StageExtras({ stage }: { readonly stage: StageView }): ReactElement | null {
	const questions = stage.approval?.rule.checklist ?? [];
	const open = new Set(stage.approval?.status.openItems ?? []);
	if (questions.length + stage.deployments.length === 0) {
		return stage.jobList.length > 0 || stage.approval !== null ? null : (
			<p className={styles.noJobs}>No job of this run belongs to this stage.</p>
		);
	}
	return (
		<ul className={styles.extras}>
			{stage.deployments.map((deployment) => (
				<Deployment key={deployment.deploymentId} deployment={deployment} />
			))}
			{questions.map((question) => (
				<Question key={question.id} question={question} isOpen={open.has(question.id)} />
			))}
		</ul>
	);
}

function Deployment({ deployment }: { readonly deployment: StageDeployment }): ReactElement {
	const environment = useEnvironment(deployment.environment);
	const look = stateLook[deployment.state];
	return (
		<li className={styles.extra}>
			<Glyph tone={look.tone} />
			<a className={styles.name} href={addresses.deployment(deployment.deploymentId)} title={deployment.headline}>
				{deployment.headline}
			</a>
			<small className={styles.line}>
				{look.word.toLowerCase()}
				{environment !== null && (
					<>
						, <EnvBadge name={environment.environment} production={environment.tier === 'production'} />
					</>
				)}
			</small>
		</li>
	);
}

function Question({ question, isOpen }: { readonly question: ChecklistItem; readonly isOpen: boolean }): ReactElement {
	return (
		<li className={cx(styles.extra, styles.question)}>
			<Glyph tone={isOpen ? 'neutral' : 'good'} />
			<span className={styles.name} title={question.question}>
				{question.question}
			</span>
			<small className={styles.line}>{isOpen ? 'not answered yet' : 'answered'}</small>
		</li>
	);
}
