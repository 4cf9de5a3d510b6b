package dev.gyre.itests.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Maven as somebody has it who writes a plug-in: outside of this build, with its artefacts in a local repository that nobody else
 * uses. Everything else comes from the repository of whoever runs the tests, which is only read.
 */
final class OutsideMaven {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final String VERSION = System.getProperty("gyre.version");

    private OutsideMaven() {
    }

    /**
     * Makes the repository and a command {@code mvn} that uses it.
     *
     * @param root   of the build, packaged
     * @param folder for both
     * @return the folder of the command
     */
    static Path install(Path root, Path folder) throws IOException {
        Path repository = folder.resolve("repository");
        for (Path project : projects(root)) {
            publish(project, repository);
        }
        Path settings = folder.resolve("settings.xml");
        String theirs = Path.of(System.getProperty("org.ops4j.pax.url.mvn.localRepository")).toUri().toString();
        Files.writeString(settings, """
                <settings>
                  <profiles><profile>
                    <id>tests</id>
                    <repositories><repository><id>tests</id><url>%s</url>
                      <releases><checksumPolicy>ignore</checksumPolicy></releases><snapshots><enabled>false</enabled></snapshots></repository></repositories>
                    <pluginRepositories><pluginRepository><id>tests</id><url>%s</url>
                      <releases><checksumPolicy>ignore</checksumPolicy></releases><snapshots><enabled>false</enabled></snapshots></pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>tests</activeProfile></activeProfiles>
                </settings>
                """.formatted(theirs, theirs));
        Path command = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(command, "#!/bin/sh\nexec " + maven() + " -Dstyle.color=never -Dmaven.repo.local=" + repository + " -s " + settings + " \"$@\"\n");
        command.toFile().setExecutable(true);
        return command.getParent();
    }

    /** The Maven on the path; its own launcher, as ours comes first on that of the tests. */
    private static String maven() {
        return Stream.of(System.getenv("PATH").split(":")).map(p -> Path.of(p, "mvn")).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("no mvn on the PATH")).toString();
    }

    private static List<Path> projects(Path root) throws IOException {
        try (Stream<Path> bundles = Files.list(root.resolve("bundles")); Stream<Path> archetypes = Files.list(root.resolve("archetypes"))) {
            return Stream.of(Stream.of(root, root.resolve("bundles"), root.resolve("archetypes")), bundles, archetypes).flatMap(s -> s)
                    .filter(p -> Files.exists(p.resolve("pom.xml")) && !p.endsWith("plugin")).toList();
        }
    }

    private static void publish(Path project, Path repository) throws IOException {
        Matcher own = ARTIFACT.matcher(Files.readString(project.resolve("pom.xml")).replaceAll("(?s)<parent>.*?</parent>", ""));
        if (!own.find()) {
            throw new IllegalStateException("no artifactId in " + project);
        }
        String name = own.group(1) + "-" + VERSION;
        Path target = Files.createDirectories(repository.resolve("dev/gyre").resolve(own.group(1)).resolve(VERSION));
        Files.copy(project.resolve("pom.xml"), target.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        Path jar = project.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, target.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
