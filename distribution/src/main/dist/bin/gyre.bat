@echo off
rem Starts Gyre: finds its folder, a Java and the start-up cache, then runs the JVM. The twin of bin/gyre.
setlocal EnableExtensions DisableDelayedExpansion
set "REQUIRED=25"
for %%I in ("%~dp0..") do set "GYRE_HOME=%%~fI"

set "JAVA="
if defined GYRE_JAVA_HOME (
  call :take "%GYRE_JAVA_HOME%"
  if not defined JAVA (
    echo gyre: GYRE_JAVA_HOME names no Java %REQUIRED% or newer: %GYRE_JAVA_HOME% 1>&2
    exit /b 69
  )
)
if not defined JAVA if defined JAVA_HOME call :take "%JAVA_HOME%"
if not defined JAVA for %%J in (java.exe) do if not "%%~$PATH:J"=="" for %%D in ("%%~dp$PATH:J..") do call :take "%%~fD"
if not defined JAVA for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%USERPROFILE%\.jdks" "%USERPROFILE%\scoop\apps") do (
  if not defined JAVA if exist "%%~R" for /d %%D in ("%%~R\*") do if not defined JAVA call :take "%%~fD"
)
if not defined JAVA (
  echo gyre: no Java %REQUIRED% or newer found. 1>&2
  echo Looked at GYRE_JAVA_HOME, JAVA_HOME, the PATH and the usual folders. 1>&2
  echo Install a JDK %REQUIRED%, for example with   winget install EclipseAdoptium.Temurin.%REQUIRED%.JDK 1>&2
  echo or set GYRE_JAVA_HOME to the folder of one. 1>&2
  exit /b 69
)
if "%~1"=="--java" (
  echo %JAVA%
  exit /b 0
)

set "CLASS_PATH="
for %%J in ("%GYRE_HOME%\lib\*.jar") do call :jar "%%~fJ" "%%~nJ"

call :graal %*
if errorlevel 1 exit /b 78
set "CACHE="
set "EXTRA="
if /i "%GYRE_AOT%"=="off" goto run
rem the JVM takes a cache only with the module path it was made with, and none beside an upgraded module
if defined GRAAL goto run
if not defined LOCALAPPDATA goto run
set "KEY=%GYRE_HOME::=%"
set "CACHE=%LOCALAPPDATA%\gyre\aot\%KEY:\=_%\%JAVA_VERSION%\%SIZES%"
set "AOT="
if defined GYRE_AOT_RECORD (
  set "AOT=-XX:AOTCacheOutput=%GYRE_AOT_RECORD%"
  set "EXTRA=-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
) else if exist "%CACHE%\starting" (
  set "EXTRA=-Dgyre.aot.suspect=true"
) else if exist "%CACHE%\gyre.aot" (
  type nul > "%CACHE%\starting" 2>nul
  set "AOT=-XX:AOTCache=%CACHE%\gyre.aot"
)
if defined AOT (
  "%JAVA%" "@%GYRE_HOME%\conf\jvm.options" %GYRE_OPTS% "-Dgyre.home=%GYRE_HOME%" "-Dgyre.aot.cache=%CACHE%\gyre.aot" %EXTRA% "%AOT%" -cp "%CLASS_PATH%" dev.gyre.launcher.Main %*
) else (
  "%JAVA%" "@%GYRE_HOME%\conf\jvm.options" %GYRE_OPTS% "-Dgyre.home=%GYRE_HOME%" "-Dgyre.aot.cache=%CACHE%\gyre.aot" %EXTRA% -cp "%CLASS_PATH%" dev.gyre.launcher.Main %*
)
exit /b %ERRORLEVEL%

:run
"%JAVA%" "@%GYRE_HOME%\conf\jvm.options" %GYRE_OPTS% "-Dgyre.home=%GYRE_HOME%" %GRAAL% -cp "%CLASS_PATH%" dev.gyre.launcher.Main %*
exit /b %ERRORLEVEL%

rem Sets GRAAL to the JVM's options for GraalWasm, if GYRE_GRAAL or else the command asks for it.
:graal
set "GRAAL="
set "WANTED=%GYRE_GRAAL%"
if not defined WANTED call :wanted %*
if not defined WANTED exit /b 0
if /i "%WANTED%"=="off" exit /b 0
if /i not "%WANTED%"=="on" if /i not "%WANTED%"=="interpreter" (
  echo gyre: GYRE_GRAAL is %WANTED%; it may be on, interpreter or off 1>&2
  exit /b 1
)
if not exist "%GYRE_HOME%\lib\graal" (
  echo gyre: the engine graalwasm needs the jars of %GYRE_HOME%\lib\graal, which are not there 1>&2
  exit /b 1
)
set GRAAL=--module-path "%GYRE_HOME%\lib\graal" --add-modules org.graalvm.wasm,org.graalvm.truffle.runtime --enable-native-access=org.graalvm.truffle
if /i "%WANTED%"=="on" set GRAAL=-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --upgrade-module-path "%GYRE_HOME%\lib\graal\compiler" %GRAAL%
exit /b 0

rem Sets WANTED if the words of the command name the engine; cmd takes the = between them for a space.
:wanted
if "%~1"=="" exit /b
if "%~1"=="--engine" if "%~2"=="graalwasm" set "WANTED=on"
shift
goto wanted

rem Takes the Java in folder %1 if its release file says that it is new enough: sets JAVA and JAVA_VERSION.
:take
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
set "FOUND="
for /f "usebackq tokens=1,2 delims==" %%K in ("%~1\release") do if "%%K"=="JAVA_VERSION" set "FOUND=%%~L"
if not defined FOUND exit /b
for /f "tokens=1 delims=.-+_" %%M in ("%FOUND%") do if %%M GEQ %REQUIRED% (
  set "JAVA=%~1\bin\java.exe"
  set "JAVA_VERSION=%FOUND%"
)
exit /b

rem Adds jar %1, named %2, with %3 bytes, to the class path.
:jar
set "CLASS_PATH=%CLASS_PATH%;%~1"
set "SIZES=%SIZES%%~2-%~3,"
exit /b
