/** Services whose file has no pipeline yet, and pipelines without a run: what will be here and how to get it. */
import { GitBranch } from 'lucide-react';
import type { ReactElement } from 'react';
import type { PipelineView } from '../../../shared/rpc/pipeline-views.ts';
import { addresses } from '../../store/address.ts';
import { useHost, usePipelineCommands } from '../../store/hooks.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ActionButton } from '../pipeline/action-button.tsx';
import { runnerNames } from '../pipeline/run-words.ts';
import styles from './service.module.css';

/** The shortest pipeline that does something: this machine runs the tests of a checkout. */
export const snippet = `    repository: .
    pipeline:
      runner: local
      stages:
        commit:
          budget: 10m
          jobs:
            unit-tests:
              run: [npm, test]
              keep: [reports/**]
          evidence:
            unit-results: { files: reports/junit.xml }
            line-coverage: { files: reports/lcov.info }
          gates:
            unit-tests: { sources: [unit-results] }
            coverage: { atLeast: 80%, failOnDecrease: true }
`;

export function NoPipeline(props: { readonly service: string; readonly project: string | null }): ReactElement {
	const { service, project } = props;
	return (
		<Card className={styles.empty}>
			<EmptyState
				icon={<GitBranch size={28} />}
				title={`${service} has no pipeline yet`}
				actions={
					<LinkButton variant="primary" href={project === null ? addresses.connections : addresses.project(project)}>
						Open the configuration
					</LinkButton>
				}
			>
				<p>
					With one, each commit shows here on its way through Commit, Acceptance, User acceptance and Production: jobs,
					gates with their evidence, approvals, and releases to deploy. Runs of GitHub, GitLab and Jenkins are read; the
					runner of this machine needs nothing else. Below the service in signalbox.yaml:
				</p>
			</EmptyState>
			<figure className={styles.snippet}>
				<pre>{snippet}</pre>
				<CopyButton label="Copy" done="Copied" make={() => snippet} />
			</figure>
		</Card>
	);
}

export function NoRun(props: { readonly service: string; readonly pipeline: PipelineView }): ReactElement {
	const { service, pipeline } = props;
	const { start } = usePipelineCommands();
	const { mayAct } = useHost();
	return (
		<Card>
			<EmptyState
				icon={<GitBranch size={28} />}
				title={pipeline.asOf === null ? `${runnerNames[pipeline.runner]} has not answered yet` : 'No run yet'}
				actions={
					mayAct ? (
						<ActionButton action={pipeline.start} variant="primary" onPress={() => void start(service)} />
					) : undefined
				}
			>
				The next commit on {pipeline.branch} shows here with its jobs, gates and approvals, and becomes a release when
				it passes.
			</EmptyState>
		</Card>
	);
}
