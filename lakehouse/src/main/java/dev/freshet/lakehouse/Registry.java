package dev.freshet.lakehouse;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * The Maven registry, from which programs are downloaded once. Uses the registries, credentials and proxies of the
 * user's Maven settings.
 *
 * @param program its name, for people
 */
record Registry(String program, StartProgress progress) {
    private interface Resolution<T> {
        T of(Context context) throws RepositoryException;
    }

    Path file(Artifact artifact) {
        return resolve(context -> context.repositorySystem().resolveArtifact(context.repositorySystemSession(),
                new ArtifactRequest(artifact, context.remoteRepositories(), null))).getArtifact().getFile().toPath();
    }

    /**
     * The jars of a program, with its libraries.
     *
     * @param pinned versions of libraries that it needs, in place of those that Maven would choose
     */
    List<Path> jars(Dependency program, List<Dependency> pinned) {
        return resolve(context -> {
            CollectRequest collect = new CollectRequest(program, context.remoteRepositories());
            collect.setManagedDependencies(pinned);
            return context.repositorySystem().resolveDependencies(context.repositorySystemSession(),
                    new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)));
        }).getArtifactResults().stream().map(ArtifactResult::getArtifact).map(jar -> jar.getFile().toPath()).toList();
    }

    /** @param names {@code group:artifact} */
    static Exclusion exclusion(String names) {
        return new Exclusion(names.split(":")[0], names.split(":")[1], "*", "*");
    }

    private <T> T resolve(Resolution<T> resolution) {
        ContextOverrides overrides = ContextOverrides.create().withUserSettings(true)
                .checksumPolicy(ContextOverrides.ChecksumPolicy.FAIL).transferListener(new Listener()).build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            return resolution.of(context);
        } catch (RepositoryException e) {
            throw new StartException("Cannot download %s from the Maven registry: %s".formatted(program,
                    e.getMessage()), e);
        }
    }

    private final class Listener extends AbstractTransferListener {
        @Override
        public void transferProgressed(TransferEvent event) {
            progress.at("downloading " + program, event.getTransferredBytes(),
                    event.getResource().getContentLength());
        }
    }
}
