<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="es">
  <context>
    <name>Unveil</name>
    <message>
      <source>'{}' is ready.</source>
      <translation>«{}» está listo.</translation>
    </message>
    <message>
      <source>0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation>0 despejado, 1 nube, 2 nube delgada, 3 sombra, 255 sin datos.</translation>
    </message>
    <message>
      <source>0: the scene's darkest pixel, 1: its mean.</source>
      <translation>0: el píxel más oscuro de la escena, 1: su media.</translation>
    </message>
    <message>
      <source>A clear image of the same place, of a near date, with the same bands on the same grid.</source>
      <translation>Una imagen despejada del mismo lugar, de una fecha cercana, con las mismas bandas y en la misma cuadrícula.</translation>
    </message>
    <message>
      <source>A clear scene of the same place, drawn in the spectra beside the two.</source>
      <translation>Una escena despejada del mismo lugar, que se dibuja en los espectros junto a las otras dos.</translation>
    </message>
    <message>
      <source>A cloud-free Sentinel-2 raster in DN (reflectance x 10000), bands named B1 to B12 or 13 in that order.</source>
      <translation>Un ráster de Sentinel-2 sin nubes en ND (reflectancia x 10000), con bandas llamadas B1 a B12 o con 13 en ese orden.</translation>
    </message>
    <message>
      <source>A page with tables, pictures and charts that needs no other file.</source>
      <translation>Una página con tablas, imágenes y gráficos que no necesita ningún otro archivo.</translation>
    </message>
    <message>
      <source>A polygon layer, or what is selected in it. Clouds outside stay as they are.</source>
      <translation>Una capa de polígonos, o lo que está seleccionado en ella. Las nubes de fuera quedan como están.</translation>
    </message>
    <message>
      <source>A raster on any grid (class codes 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data; 0 and 1; cloud probability; the scene classification of L2A; others by its coding) or polygons of clouds; the log says what it was taken for. Left empty, the mask detector makes one.</source>
      <translation>Un ráster en cualquier cuadrícula (códigos de clase 0 despejado, 1 nube, 2 nube fina, 3 sombra, 255 sin datos; 0 y 1; probabilidad de nube; la clasificación de escena de L2A; otros según su codificación) o polígonos de nubes; el registro dice por qué se tomó. Si se deja vacío, el detector de máscaras crea una.</translation>
    </message>
    <message>
      <source>A raster with VV and VH (calibrated, terrain-corrected), a folder with one file for each, or a SAFE GRD product (folder, manifest.safe or zip).</source>
      <translation>Un ráster con VV y VH (calibrado y con corrección del terreno), una carpeta con un archivo para cada una o un producto SAFE GRD (carpeta, manifest.safe o zip).</translation>
    </message>
    <message>
      <source>A row for each image and method. A table of an earlier run is continued, not begun anew.</source>
      <translation>Una fila por imagen y método. La tabla de una ejecución anterior se continúa, no se empieza de nuevo.</translation>
    </message>
    <message>
      <source>A scene and its radar</source>
      <translation>Una escena y su radar</translation>
    </message>
    <message>
      <source>A stored authentication of QGIS for the catalogue's own address.</source>
      <translation>Una autenticación guardada en QGIS para la dirección del propio catálogo.</translation>
    </message>
    <message>
      <source>About {} of memory.</source>
      <translation>Unos {} de memoria.</translation>
    </message>
    <message>
      <source>About {} on {} ({} s a tile) and {} of memory.</source>
      <translation>Unos {} en {} ({} s por tesela) y {} de memoria.</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>Cuenta</translation>
    </message>
    <message>
      <source>Adapt model to a scene</source>
      <translation>Adaptar un modelo a una escena</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-1</source>
      <translation>Dirección de un catálogo de Sentinel-1</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-2</source>
      <translation>Dirección de un catálogo de Sentinel-2</translation>
    </message>
    <message>
      <source>Address or file of a Sentinel-2 item, instead of a date.</source>
      <translation>Dirección o archivo de un elemento de Sentinel-2, en vez de una fecha.</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Después</translation>
    </message>
    <message>
      <source>All scores by band and class of pixel, for other programs.</source>
      <translation>Todas las puntuaciones por banda y clase de píxel, para otros programas.</translation>
    </message>
    <message>
      <source>An installed model: {}.</source>
      <translation>Un modelo instalado: {}.</translation>
    </message>
    <message>
      <source>Another QGIS installs packages; wait until it has ended.</source>
      <translation>Otro QGIS está instalando paquetes; espere a que termine.</translation>
    </message>
    <message>
      <source>Any number of the installed models.</source>
      <translation>Cualquier número de los modelos instalados.</translation>
    </message>
    <message>
      <source>As Remove clouds takes it. Left empty, the mask detector makes one.</source>
      <translation>Tal como la admite «Eliminar nubes». Si se deja vacía, el detector de la máscara genera una.</translation>
    </message>
    <message>
      <source>As in Remove clouds.</source>
      <translation>Como en «Eliminar nubes».</translation>
    </message>
    <message>
      <source>Average the score over a disc (radius, metres)</source>
      <translation>Promediar la puntuación en un disco (radio, metros)</translation>
    </message>
    <message>
      <source>Azimuth of the sun (degrees)</source>
      <translation>Acimut del sol (grados)</translation>
    </message>
    <message>
      <source>Backscatter</source>
      <translation>Retrodispersión</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>Bandas</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 at 10 m in DN (reflectance x 10000), named B1 to B12, or the 13 of L1C in that order; or a subdataset of a SAFE product.</source>
      <translation>Bandas de Sentinel-2 a 10 m en ND (reflectancia x 10000), llamadas B1 a B12, o las 13 de L1C en ese orden; o un subconjunto de datos de un producto SAFE.</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 in DN (reflectance x 10000), named B1 to B12, or 13 of L1C in that order; for scl the scene classification of L2A, or a raster with a band SCL.</source>
      <translation>Bandas de Sentinel-2 en ND (reflectancia x 10000), llamadas B1 a B12, o las 13 de L1C en ese orden; para scl, la clasificación de escena de L2A o un ráster con una banda SCL.</translation>
    </message>
    <message>
      <source>Beaches, roads and roofs are narrower than clouds.</source>
      <translation>Las playas, las carreteras y los tejados son más estrechos que las nubes.</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Antes</translation>
    </message>
    <message>
      <source>Begin with</source>
      <translation>Empezar con</translation>
    </message>
    <message>
      <source>Benchmark models</source>
      <translation>Comparar el rendimiento de modelos</translation>
    </message>
    <message>
      <source>Brings Sentinel-1 backscatter to the grid of a Sentinel-2 scene and checks how well it lies.</source>
      <translation>Lleva la retrodispersión de Sentinel-1 a la cuadrícula de una escena de Sentinel-2 y comprueba lo bien que encaja.</translation>
    </message>
    <message>
      <source>By the product's manifest.safe: a damaged JPEG 2000 file decodes without an error. Takes some seconds.</source>
      <translation>Según el manifest.safe del producto: un archivo JPEG 2000 dañado se decodifica sin error. Tarda unos segundos.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Cancelado.</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>Cancelado; no se ha escrito nada.</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-1</source>
      <translation>Catálogo de Sentinel-1</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-2</source>
      <translation>Catálogo de Sentinel-2</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>Punto de control</translation>
    </message>
    <message>
      <source>Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)</source>
      <translation>Puntos de control (*.pth *.pt *.tar *.ckpt *.safetensors);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Choose the Sentinel-2 raster whose grid the radar is brought to.</source>
      <translation>Elija el ráster de Sentinel-2 a cuya cuadrícula se lleva el radar.</translation>
    </message>
    <message>
      <source>Choose: {}</source>
      <translation>Elija: {}</translation>
    </message>
    <message>
      <source>Class codes of what was restored, grown as it was, whoever made the mask.</source>
      <translation>Códigos de clase de lo restaurado, con el crecimiento aplicado, sea quien sea quien hizo la máscara.</translation>
    </message>
    <message>
      <source>Clean</source>
      <translation>Limpiar</translation>
    </message>
    <message>
      <source>Clean this scene</source>
      <translation>Limpiar esta escena</translation>
    </message>
    <message>
      <source>Clear gaps that are narrower become cloud.</source>
      <translation>Los huecos despejados más estrechos pasan a ser nube.</translation>
    </message>
    <message>
      <source>Clear raster for the test</source>
      <translation>Ráster despejado para la prueba</translation>
    </message>
    <message>
      <source>Clear reference</source>
      <translation>Referencia despejada</translation>
    </message>
    <message>
      <source>Clear sky of {}</source>
      <translation>Cielo despejado de {}</translation>
    </message>
    <message>
      <source>Clear-sky probability</source>
      <translation>Probabilidad de cielo despejado</translation>
    </message>
    <message>
      <source>Click a pixel of the map to see its spectra.</source>
      <translation>Pulse un píxel del mapa para ver sus espectros.</translation>
    </message>
    <message>
      <source>Close gaps in clouds (radius, metres)</source>
      <translation>Cerrar huecos en las nubes (radio, metros)</translation>
    </message>
    <message>
      <source>Cloud cover (%)</source>
      <translation>Nubosidad (%)</translation>
    </message>
    <message>
      <source>Cloud mask</source>
      <translation>Máscara de nubes</translation>
    </message>
    <message>
      <source>Cloud mask of {}</source>
      <translation>Máscara de nubes de {}</translation>
    </message>
    <message>
      <source>Cloud probability from which a mask counts as cloud</source>
      <translation>Probabilidad de nube a partir de la cual una máscara cuenta como nube</translation>
    </message>
    <message>
      <source>Cloud score</source>
      <translation>Puntuación de nube</translation>
    </message>
    <message>
      <source>Cloud score of {}</source>
      <translation>Puntuación de nube de {}</translation>
    </message>
    <message>
      <source>Cloud-free raster</source>
      <translation>Ráster sin nubes</translation>
    </message>
    <message>
      <source>Clouds</source>
      <translation>Nubes</translation>
    </message>
    <message>
      <source>Clouds fade out beyond what a detector finds; 0 leaves its answer as it is.</source>
      <translation>Las nubes se desvanecen más allá de lo que encuentra un detector; 0 deja su respuesta tal cual.</translation>
    </message>
    <message>
      <source>Cloudy Sentinel-2 L1C raster</source>
      <translation>Ráster Sentinel-2 L1C con nubes</translation>
    </message>
    <message>
      <source>Cloudy Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2 con nubes</translation>
    </message>
    <message>
      <source>Cloudy image</source>
      <translation>Imagen con nubes</translation>
    </message>
    <message>
      <source>Cloudy raster for the test</source>
      <translation>Ráster con nubes para la prueba</translation>
    </message>
    <message>
      <source>Coding of the mask</source>
      <translation>Codificación de la máscara</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Comparar</translation>
    </message>
    <message>
      <source>Compare before and after</source>
      <translation>Comparar antes y después</translation>
    </message>
    <message>
      <source>Compare the files with their checksums</source>
      <translation>Comparar los archivos con sus sumas de verificación</translation>
    </message>
    <message>
      <source>Compares models and simple methods on a folder of triplets.</source>
      <translation>Compara modelos y métodos sencillos con una carpeta de tripletes.</translation>
    </message>
    <message>
      <source>Confidence of the shift (0 to 1)</source>
      <translation>Confianza del desplazamiento (0 a 1)</translation>
    </message>
    <message>
      <source>Copies a Sentinel-2 scene with its radar and other dates from a STAC catalogue, and prepares them.</source>
      <translation>Copia de un catálogo STAC una escena de Sentinel-2 con su radar y otras fechas, y las prepara.</translation>
    </message>
    <message>
      <source>Copy diagnostics</source>
      <translation>Copiar diagnóstico</translation>
    </message>
    <message>
      <source>Correct a shift</source>
      <translation>Corregir un desplazamiento</translation>
    </message>
    <message>
      <source>Corrected (% of the scene)</source>
      <translation>Corregido (% de la escena)</translation>
    </message>
    <message>
      <source>Correlation (mean of the bands)</source>
      <translation>Correlación (media de las bandas)</translation>
    </message>
    <message>
      <source>Covered by radar (%)</source>
      <translation>Cubierto por el radar (%)</translation>
    </message>
    <message>
      <source>Creation options</source>
      <translation>Opciones de creación</translation>
    </message>
    <message>
      <source>Crop (pixels)</source>
      <translation>Recorte (píxeles)</translation>
    </message>
    <message>
      <source>Crops of a step</source>
      <translation>Recortes por paso</translation>
    </message>
    <message>
      <source>Dark ground that no cloud of the scene can have shaded stays shadow, too.</source>
      <translation>El suelo oscuro que ninguna nube de la escena puede haber sombreado también queda como sombra.</translation>
    </message>
    <message>
      <source>Dark objects that no cloud can shade from there are clear. Empty: from the metadata, or else as most shadows of the scene lie.</source>
      <translation>Los objetos oscuros que ninguna nube puede sombrear desde allí quedan despejados. Vacío: de los metadatos o, si no, como caen la mayoría de las sombras de la escena.</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Fecha</translation>
    </message>
    <message>
      <source>Days from the date</source>
      <translation>Días desde la fecha</translation>
    </message>
    <message>
      <source>Days from this date to the one that was used.</source>
      <translation>Días desde esta fecha hasta la que se usó.</translation>
    </message>
    <message>
      <source>Days to the other date</source>
      <translation>Días hasta la otra fecha</translation>
    </message>
    <message>
      <source>Days to the other date of {}</source>
      <translation>Días hasta la otra fecha de {}</translation>
    </message>
    <message>
      <source>Detector</source>
      <translation>Detector</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Dispositivo</translation>
    </message>
    <message>
      <source>Device that really ran</source>
      <translation>Dispositivo realmente utilizado</translation>
    </message>
    <message>
      <source>Divider</source>
      <translation>Divisor</translation>
    </message>
    <message>
      <source>Do nothing, mean of the clear pixels, gdal.FillNodata, regression from radar within each image.</source>
      <translation>No hacer nada, media de los píxeles despejados, gdal.FillNodata, regresión a partir del radar dentro de cada imagen.</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>Hecho.</translation>
    </message>
    <message>
      <source>ERGAS (ratio 1, without B10)</source>
      <translation>ERGAS (razón 1, sin B10)</translation>
    </message>
    <message>
      <source>Elevation of the sun (degrees)</source>
      <translation>Elevación del sol (grados)</translation>
    </message>
    <message>
      <source>Empty: as far as clouds.</source>
      <translation>Vacío: tanto como las nubes.</translation>
    </message>
    <message>
      <source>Empty: from the metadata, else 45.</source>
      <translation>Vacío: de los metadatos; si no, 45.</translation>
    </message>
    <message>
      <source>Empty: results are temporary until you save them.</source>
      <translation>Vacío: los resultados son temporales hasta que los guarde.</translation>
    </message>
    <message>
      <source>Empty: the detector's own (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5).</source>
      <translation>Vacío: el propio del detector (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5).</translation>
    </message>
    <message>
      <source>Empty: the recipe's.</source>
      <translation>Vacío: el de la receta.</translation>
    </message>
    <message>
      <source>Empty: what the model's card recommends. At most half a tile.</source>
      <translation>Vacío: lo que recomienda la ficha del modelo. Como máximo, media tesela.</translation>
    </message>
    <message>
      <source>Estimate: at most 1 tile to predict.</source>
      <translation>Estimación: como mucho 1 tesela por predecir.</translation>
    </message>
    <message>
      <source>Estimate: at most {} tiles to predict; a mask tells how many.</source>
      <translation>Estimación: como máximo {} teselas por predecir; una máscara dirá cuántas.</translation>
    </message>
    <message>
      <source>Estimate: {} of 1 tile to predict.</source>
      <translation>Estimación: {} de 1 tesela por predecir.</translation>
    </message>
    <message>
      <source>Estimate: {} of {} tiles to predict.</source>
      <translation>Estimación: {} de {} teselas por predecir.</translation>
    </message>
    <message>
      <source>Estimate: {} tiles to predict.</source>
      <translation>Estimación: {} teselas por predecir.</translation>
    </message>
    <message>
      <source>Estimating ...</source>
      <translation>Estimando...</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>Evaluar</translation>
    </message>
    <message>
      <source>Evaluate a result</source>
      <translation>Evaluar un resultado</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>Extensión</translation>
    </message>
    <message>
      <source>Extent to restore</source>
      <translation>Extensión por restaurar</translation>
    </message>
    <message>
      <source>Fetch scene</source>
      <translation>Obtener escena</translation>
    </message>
    <message>
      <source>Finds clouds and cloud shadows in a Sentinel-2 scene.</source>
      <translation>Encuentra nubes y sombras de nubes en una escena de Sentinel-2.</translation>
    </message>
    <message>
      <source>Fine-tunes a model on a scene's own clear ground, and keeps it where it restores held-out ground better.</source>
      <translation>Hace un ajuste fino de un modelo con el terreno despejado de la propia escena y lo conserva si restaura mejor el terreno reservado.</translation>
    </message>
    <message>
      <source>Flicker instead of a divider</source>
      <translation>Parpadeo en lugar de divisor</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Carpeta</translation>
    </message>
    <message>
      <source>Folder of results</source>
      <translation>Carpeta de resultados</translation>
    </message>
    <message>
      <source>Folder of training scenes</source>
      <translation>Carpeta de escenas de entrenamiento</translation>
    </message>
    <message>
      <source>Folder of triplets</source>
      <translation>Carpeta de tripletes</translation>
    </message>
    <message>
      <source>Folder of validation scenes</source>
      <translation>Carpeta de escenas de validación</translation>
    </message>
    <message>
      <source>For a raster whose bands have no names: their names in order, such as B2, B3, B4, B8.</source>
      <translation>Para un ráster cuyas bandas no tienen nombre: sus nombres por orden, por ejemplo B2, B3, B4, B8.</translation>
    </message>
    <message>
      <source>For scores by class of pixel, as Remove clouds takes it; the log says what it was taken for. Left empty, the spectral detector makes one of the cloudy image, if that has the bands of L1C.</source>
      <translation>Para puntuaciones por clase de píxel, como la toma Eliminar nubes; el registro dice por qué se tomó. Si se deja vacío, el detector espectral crea una a partir de la imagen nublada, si esta tiene las bandas de L1C.</translation>
    </message>
    <message>
      <source>From cloud to snow.</source>
      <translation>De nube a nieve.</translation>
    </message>
    <message>
      <source>From no cloud to cloud.</source>
      <translation>De sin nube a nube.</translation>
    </message>
    <message>
      <source>GLF-CR's or Cloud-Removal's file of weights, or weights that Unveil's networks were trained to.</source>
      <translation>El archivo de pesos de GLF-CR o de Cloud-Removal, o pesos con los que se entrenaron las redes de Unveil.</translation>
    </message>
    <message>
      <source>Gain on held-out ground (dB)</source>
      <translation>Ganancia en el terreno reservado (dB)</translation>
    </message>
    <message>
      <source>Give an item, or an extent and a date to look for one.</source>
      <translation>Dé un elemento, o una extensión y una fecha para buscar uno.</translation>
    </message>
    <message>
      <source>Grow clouds and shadows by (metres)</source>
      <translation>Ampliar nubes y sombras en (metros)</translation>
    </message>
    <message>
      <source>Grow shadows by (metres)</source>
      <translation>Ampliar sombras en (metros)</translation>
    </message>
    <message>
      <source>Grow the mask by (metres)</source>
      <translation>Ampliar la máscara en (metros)</translation>
    </message>
    <message>
      <source>Growth of masks</source>
      <translation>Crecimiento de las máscaras</translation>
    </message>
    <message>
      <source>How far a scene may lie from the date.</source>
      <translation>A qué distancia de la fecha puede estar una escena.</translation>
    </message>
    <message>
      <source>How many clear dates near by are fetched as references for cloud removal.</source>
      <translation>Cuántas fechas despejadas cercanas se obtienen como referencias para eliminar nubes.</translation>
    </message>
    <message>
      <source>Id of the model to use</source>
      <translation>Identificador del modelo que se usará</translation>
    </message>
    <message>
      <source>Id of the new model</source>
      <translation>Identificador del modelo nuevo</translation>
    </message>
    <message>
      <source>Images compared</source>
      <translation>Imágenes comparadas</translation>
    </message>
    <message>
      <source>Import model</source>
      <translation>Importar un modelo</translation>
    </message>
    <message>
      <source>Install or repair</source>
      <translation>Instalar o reparar</translation>
    </message>
    <message>
      <source>Installed. Restart QGIS to use it.</source>
      <translation>Instalado. Reinicie QGIS para usarlo.</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>Elemento</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes.</source>
      <translation>De él se forma su identificador: letras minúsculas, cifras y guiones.</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes. Empty: the name of the file.</source>
      <translation>De él se forma su identificador: letras minúsculas, cifras y guiones. Vacío: el nombre del archivo.</translation>
    </message>
    <message>
      <source>Keep clear pixels of the input</source>
      <translation>Conservar los píxeles despejados de la entrada</translation>
    </message>
    <message>
      <source>Keep shadows without a cloud</source>
      <translation>Conservar sombras sin nube</translation>
    </message>
    <message>
      <source>Kind of backscatter</source>
      <translation>Tipo de retrodispersión</translation>
    </message>
    <message>
      <source>Kind of thin cloud</source>
      <translation>Tipo de nube fina</translation>
    </message>
    <message>
      <source>L1C or L2A in DN (reflectance x 10000) with named bands: B2, B4 and an infrared one at least.</source>
      <translation>L1C o L2A en ND (reflectancia x 10000) con bandas con nombre: al menos B2, B4 y una infrarroja.</translation>
    </message>
    <message>
      <source>L1C or L2A: the SAFE folder, its zip, its MTD xml, a folder of band files named after their bands, or one raster with named bands.</source>
      <translation>L1C o L2A: la carpeta SAFE, su zip, su xml MTD, una carpeta de archivos llamados como sus bandas o un solo ráster con bandas con nombre.</translation>
    </message>
    <message>
      <source>L2A only: the product's scene classification (SCL) on the same grid.</source>
      <translation>Solo L2A: la clasificación de escena (SCL) del producto en la misma cuadrícula.</translation>
    </message>
    <message>
      <source>Length of the training. Empty: the number of steps, or the recipe's.</source>
      <translation>Duración del entrenamiento. Vacío: el número de pasos o la duración de la receta.</translation>
    </message>
    <message>
      <source>Length of the training; reading and measuring come on top.</source>
      <translation>Duración del entrenamiento; la lectura y la medición se añaden a ella.</translation>
    </message>
    <message>
      <source>Logs and pictures of the training</source>
      <translation>Registros e imágenes del entrenamiento</translation>
    </message>
    <message>
      <source>Makes a model of published weights (GLF-CR, Cloud-Removal) or of your own.</source>
      <translation>Crea un modelo a partir de pesos publicados (GLF-CR, Cloud-Removal) o propios.</translation>
    </message>
    <message>
      <source>Makes one raster with named bands on the 10 m grid of a Sentinel-2 product.</source>
      <translation>Crea un solo ráster con bandas con nombre en la cuadrícula de 10 m de un producto de Sentinel-2.</translation>
    </message>
    <message>
      <source>Mask clouds</source>
      <translation>Enmascarar nubes</translation>
    </message>
    <message>
      <source>Mask detector</source>
      <translation>Detector de la máscara</translation>
    </message>
    <message>
      <source>Mask that was used</source>
      <translation>Máscara utilizada</translation>
    </message>
    <message>
      <source>Mask used for {}</source>
      <translation>Máscara utilizada para {}</translation>
    </message>
    <message>
      <source>Mean absolute error (reflectance)</source>
      <translation>Error absoluto medio (reflectancia)</translation>
    </message>
    <message>
      <source>Means with intervals, cloud cover, paired differences and speed, in one file.</source>
      <translation>Medias con intervalos, nubosidad, diferencias pareadas y velocidad, en un solo archivo.</translation>
    </message>
    <message>
      <source>Measure the devices</source>
      <translation>Medir los dispositivos</translation>
    </message>
    <message>
      <source>Measuring ...</source>
      <translation>Midiendo...</translation>
    </message>
    <message>
      <source>Measuring the speed of {} ...</source>
      <translation>Midiendo la velocidad de {}...</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Mensajes</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>Minutos</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modelo</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelos</translation>
    </message>
    <message>
      <source>Models keep clear pixels</source>
      <translation>Los modelos conservan los píxeles despejados</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>Más ajustes</translation>
    </message>
    <message>
      <source>Moves the radar by the whole pixels (up to 11) that the registration check finds, where it can tell.</source>
      <translation>Desplaza el radar los píxeles enteros (hasta 11) que halla la comprobación del corregistro, cuando puede determinarlos.</translation>
    </message>
    <message>
      <source>Name of the adapted model</source>
      <translation>Nombre del modelo adaptado</translation>
    </message>
    <message>
      <source>Name of the model</source>
      <translation>Nombre del modelo</translation>
    </message>
    <message>
      <source>Name of the new model</source>
      <translation>Nombre del modelo nuevo</translation>
    </message>
    <message>
      <source>Named bands on the 10 m grid, DN (reflectance x 10000) without offset, 0 = no data.</source>
      <translation>Bandas con nombre en la cuadrícula de 10 m, ND (reflectancia x 10000) sin desplazamiento radiométrico, 0 = sin datos.</translation>
    </message>
    <message>
      <source>Names of unnamed bands</source>
      <translation>Nombres de las bandas sin nombre</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Red</translation>
    </message>
    <message>
      <source>New rows</source>
      <translation>Filas nuevas</translation>
    </message>
    <message>
      <source>No build of the package fits the NumPy that QGIS has.</source>
      <translation>Ninguna compilación del paquete es compatible con el NumPy de QGIS.</translation>
    </message>
    <message>
      <source>No estimate: {}</source>
      <translation>Sin estimación: {}</translation>
    </message>
    <message>
      <source>No polygon of the area lies on the optical raster; choose others, or leave the field empty.</source>
      <translation>Ningún polígono de la zona está sobre el ráster óptico; elija otros o deje el campo vacío.</translation>
    </message>
    <message>
      <source>No time: {}</source>
      <translation>Sin tiempo: {}</translation>
    </message>
    <message>
      <source>Not measured yet.</source>
      <translation>Aún sin medir.</translation>
    </message>
    <message>
      <source>Nothing is known of its training</source>
      <translation>No se sabe nada de su entrenamiento</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>Cifras</translation>
    </message>
    <message>
      <source>ONNX Runtime for NVIDIA graphics cards</source>
      <translation>ONNX Runtime para tarjetas gráficas NVIDIA</translation>
    </message>
    <message>
      <source>ONNX Runtime for graphics cards of Windows (DirectML)</source>
      <translation>ONNX Runtime para tarjetas gráficas de Windows (DirectML)</translation>
    </message>
    <message>
      <source>ONNX Runtime for the processor: runs the networks</source>
      <translation>ONNX Runtime para el procesador: ejecuta las redes</translation>
    </message>
    <message>
      <source>ONNX Runtime is not installed.</source>
      <translation>ONNX Runtime no está instalado.</translation>
    </message>
    <message>
      <source>Of GDAL, NAME=VALUE, several separated by |: COMPRESS=ZSTD|ZLEVEL=9.</source>
      <translation>De GDAL, NOMBRE=VALOR, varias separadas por |: COMPRESS=ZSTD|ZLEVEL=9.</translation>
    </message>
    <message>
      <source>Of each band, from clear ground of the scene that was held out; 0 where the scene was kept.</source>
      <translation>De cada banda, a partir de suelo despejado de la escena que se apartó; 0 donde se conservó la escena.</translation>
    </message>
    <message>
      <source>Offset that was removed (DN)</source>
      <translation>Desplazamiento radiométrico eliminado (ND)</translation>
    </message>
    <message>
      <source>On the raster's own grid; clear ground, shadow and thick cloud stay as they are.</source>
      <translation>En la propia cuadrícula del ráster; el terreno despejado, las sombras y las nubes densas quedan como están.</translation>
    </message>
    <message>
      <source>Only for 'static': a STAC API, a catalog.json, or a file.</source>
      <translation>Solo para 'static': una API STAC, un catalog.json o un archivo.</translation>
    </message>
    <message>
      <source>Only for a mask raster that holds probabilities; 0.5 is 50 %.</source>
      <translation>Solo para un ráster de máscara que contiene probabilidades; 0.5 es el 50 %.</translation>
    </message>
    <message>
      <source>Only so many images (0: all)</source>
      <translation>Solo este número de imágenes (0: todas)</translation>
    </message>
    <message>
      <source>Only this part is read; left empty, the whole scene of an item.</source>
      <translation>Solo se lee esta parte; vacío, toda la escena de un elemento.</translation>
    </message>
    <message>
      <source>Only where clear pixels are kept.</source>
      <translation>Solo si se conservan los píxeles despejados.</translation>
    </message>
    <message>
      <source>Open a scene and its radar ...</source>
      <translation>Abrir una escena y su radar ...</translation>
    </message>
    <message>
      <source>Open the sample project</source>
      <translation>Abrir el proyecto de ejemplo</translation>
    </message>
    <message>
      <source>Open the sample scene</source>
      <translation>Abrir la escena de ejemplo</translation>
    </message>
    <message>
      <source>Optimiser, rates and loss; auto takes the one of the network and its size.</source>
      <translation>Optimizador, tasas y función de pérdida; auto toma la de la red y su tamaño.</translation>
    </message>
    <message>
      <source>Other dates</source>
      <translation>Otras fechas</translation>
    </message>
    <message>
      <source>Other dates of the place</source>
      <translation>Otras fechas del lugar</translation>
    </message>
    <message>
      <source>Other dates that were fetched</source>
      <translation>Otras fechas obtenidas</translation>
    </message>
    <message>
      <source>Overlap of tiles (pixels)</source>
      <translation>Solape de las teselas (píxeles)</translation>
    </message>
    <message>
      <source>PSNR (dB)</source>
      <translation>PSNR (dB)</translation>
    </message>
    <message>
      <source>Package</source>
      <translation>Paquete</translation>
    </message>
    <message>
      <source>Packages go to {} and are appended to Python's path. By hand:</source>
      <translation>Los paquetes van a {} y se añaden al final de la ruta de Python. A mano:</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Página</translation>
    </message>
    <message>
      <source>Part of the scene</source>
      <translation>Parte de la escena</translation>
    </message>
    <message>
      <source>Pictures (*.png)</source>
      <translation>Imágenes (*.png)</translation>
    </message>
    <message>
      <source>Pixels are averaged to cells of this size before they are classified; the mask has the input's pixels.</source>
      <translation>Los píxeles se promedian en celdas de este tamaño antes de clasificarlos; la máscara tiene los píxeles de la entrada.</translation>
    </message>
    <message>
      <source>Pixels compared</source>
      <translation>Píxeles comparados</translation>
    </message>
    <message>
      <source>Pixels outside clouds and shadows stay exactly as they are; the change is feathered.</source>
      <translation>Los píxeles fuera de nubes y sombras quedan exactamente como están; el paso entre ambos es gradual.</translation>
    </message>
    <message>
      <source>Polygons to restore within</source>
      <translation>Polígonos dentro de los que restaurar</translation>
    </message>
    <message>
      <source>Prepare</source>
      <translation>Preparar</translation>
    </message>
    <message>
      <source>Prepare Sentinel-1</source>
      <translation>Preparar Sentinel-1</translation>
    </message>
    <message>
      <source>Prepare Sentinel-2</source>
      <translation>Preparar Sentinel-2</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-1 product ...</source>
      <translation>Preparar un producto de Sentinel-1 ...</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-2 product ...</source>
      <translation>Preparar un producto de Sentinel-2 ...</translation>
    </message>
    <message>
      <source>Prepared Sentinel-1 raster</source>
      <translation>Ráster Sentinel-1 preparado</translation>
    </message>
    <message>
      <source>Prepared Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2 preparado</translation>
    </message>
    <message>
      <source>Processing level</source>
      <translation>Nivel de procesamiento</translation>
    </message>
    <message>
      <source>Products and rasters (*)</source>
      <translation>Productos y rásteres (*)</translation>
    </message>
    <message>
      <source>Protocol</source>
      <translation>Protocolo</translation>
    </message>
    <message>
      <source>PyTorch: trains, adapts and imports networks</source>
      <translation>PyTorch: entrena, adapta e importa redes</translation>
    </message>
    <message>
      <source>Python ({}) cannot be started.</source>
      <translation>No se puede iniciar Python ({}).</translation>
    </message>
    <message>
      <source>Quality bits</source>
      <translation>Bits de calidad</translation>
    </message>
    <message>
      <source>Quality of {}</source>
      <translation>Calidad de {}</translation>
    </message>
    <message>
      <source>Quietens single pixels.</source>
      <translation>Atenúa los píxeles aislados.</translation>
    </message>
    <message>
      <source>Radar of the other dates</source>
      <translation>Radar de las otras fechas</translation>
    </message>
    <message>
      <source>Radar raster for the test</source>
      <translation>Ráster de radar para la prueba</translation>
    </message>
    <message>
      <source>Radiometric offset</source>
      <translation>Desplazamiento radiométrico</translation>
    </message>
    <message>
      <source>Rasters (*.tif *.tiff *.vrt *.jp2 *.img);;All files (*)</source>
      <translation>Rásteres (*.tif *.tiff *.vrt *.jp2 *.img);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>Receta</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referencia</translation>
    </message>
    <message>
      <source>Reference as a third pane</source>
      <translation>La referencia como tercer panel</translation>
    </message>
    <message>
      <source>Remove clouds</source>
      <translation>Eliminar nubes</translation>
    </message>
    <message>
      <source>Remove narrow clouds (radius, metres)</source>
      <translation>Eliminar nubes estrechas (radio, metros)</translation>
    </message>
    <message>
      <source>Remove the clouds</source>
      <translation>Eliminar las nubes</translation>
    </message>
    <message>
      <source>Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>Sustituye las nubes y las sombras de una escena de Sentinel-2 con la ayuda del radar de Sentinel-1.</translation>
    </message>
    <message>
      <source>Report ...</source>
      <translation>Informe ...</translation>
    </message>
    <message>
      <source>Resample onto the result's grid</source>
      <translation>Remuestrear a la cuadrícula del resultado</translation>
    </message>
    <message>
      <source>Resampling of 20 m and 60 m bands</source>
      <translation>Remuestreo de las bandas de 20 m y 60 m</translation>
    </message>
    <message>
      <source>Resolution (metres)</source>
      <translation>Resolución (metros)</translation>
    </message>
    <message>
      <source>Restored pixels (%)</source>
      <translation>Píxeles restaurados (%)</translation>
    </message>
    <message>
      <source>Restored pixels that other dates show (%)</source>
      <translation>Píxeles restaurados que muestran otras fechas (%)</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Resultado</translation>
    </message>
    <message>
      <source>Result to be scored</source>
      <translation>Resultado que se puntúa</translation>
    </message>
    <message>
      <source>Root mean squared error (reflectance)</source>
      <translation>Raíz del error cuadrático medio (reflectancia)</translation>
    </message>
    <message>
      <source>SEN12MS-CR as it is unpacked, or folders &lt;id&gt; with s1.tif, s2_cloudy.tif and s2_clear.tif.</source>
      <translation>SEN12MS-CR tal como se descomprime, o carpetas &lt;id&gt; con s1.tif, s2_cloudy.tif y s2_clear.tif.</translation>
    </message>
    <message>
      <source>SEN12MS-CR, folders with s1.tif, s2_cloudy.tif and s2_clear.tif or s1.tif and s2.tif, or clear scenes.</source>
      <translation>SEN12MS-CR, carpetas con s1.tif, s2_cloudy.tif y s2_clear.tif o con s1.tif y s2.tif, o escenas despejadas.</translation>
    </message>
    <message>
      <source>SSIM</source>
      <translation>SSIM</translation>
    </message>
    <message>
      <source>STAC item of the scene</source>
      <translation>Elemento STAC de la escena</translation>
    </message>
    <message>
      <source>Save pictures</source>
      <translation>Guardar imágenes</translation>
    </message>
    <message>
      <source>Save pictures ...</source>
      <translation>Guardar imágenes ...</translation>
    </message>
    <message>
      <source>Save spectra</source>
      <translation>Guardar espectros</translation>
    </message>
    <message>
      <source>Save spectra ...</source>
      <translation>Guardar espectros ...</translation>
    </message>
    <message>
      <source>Scene and radar</source>
      <translation>Escena y radar</translation>
    </message>
    <message>
      <source>Scene classification</source>
      <translation>Clasificación de escena</translation>
    </message>
    <message>
      <source>Scene classification of {}</source>
      <translation>Clasificación de escena de {}</translation>
    </message>
    <message>
      <source>Scene without thin cloud</source>
      <translation>Escena sin nubes finas</translation>
    </message>
    <message>
      <source>Scenes of other places, to score on. Empty: one place in ten of the training scenes, if there are ten.</source>
      <translation>Escenas de otros lugares con las que se puntúa. Vacío: uno de cada diez lugares de las escenas de entrenamiento, si hay diez.</translation>
    </message>
    <message>
      <source>SciPy: some masks and training, where QGIS lacks it</source>
      <translation>SciPy: algunas máscaras y el entrenamiento, donde QGIS no lo trae</translation>
    </message>
    <message>
      <source>Score from which a pixel is cloud</source>
      <translation>Puntuación a partir de la cual un píxel es nube</translation>
    </message>
    <message>
      <source>Scores a cloud-free raster against a clear reference.</source>
      <translation>Puntúa un ráster sin nubes frente a una referencia despejada.</translation>
    </message>
    <message>
      <source>Scores of the result beside a clear image of another date.</source>
      <translation>Puntuaciones del resultado frente a una imagen despejada de otra fecha.</translation>
    </message>
    <message>
      <source>Second file, where each holds one polarisation</source>
      <translation>Segundo archivo, si cada uno contiene una polarización</translation>
    </message>
    <message>
      <source>See through thin cloud</source>
      <translation>Ver a través de nubes finas</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Semilla</translation>
    </message>
    <message>
      <source>Self-test, {}: {} dB</source>
      <translation>Autocomprobación, {}: {} dB</translation>
    </message>
    <message>
      <source>Sentinel-1 VV and VH in dB, of the same place.</source>
      <translation>VV y VH de Sentinel-1 en dB, del mismo lugar.</translation>
    </message>
    <message>
      <source>Sentinel-1 of the same orbit, one for each other date and in their order: it shows what changed since.</source>
      <translation>Sentinel-1 de la misma órbita, uno por cada otra fecha y en su orden: muestra qué ha cambiado desde entonces.</translation>
    </message>
    <message>
      <source>Sentinel-1 radar</source>
      <translation>Radar Sentinel-1</translation>
    </message>
    <message>
      <source>Sentinel-1 radar raster</source>
      <translation>Ráster de radar Sentinel-1</translation>
    </message>
    <message>
      <source>Sentinel-2 L1C, 13 bands in DN.</source>
      <translation>Sentinel-2 L1C, 13 bandas en ND.</translation>
    </message>
    <message>
      <source>Sentinel-2 product or raster</source>
      <translation>Producto o ráster de Sentinel-2</translation>
    </message>
    <message>
      <source>Sentinel-2 raster</source>
      <translation>Ráster Sentinel-2</translation>
    </message>
    <message>
      <source>Sentinel-2 rasters of the same place on other dates, cloudy themselves or not, on any grid. What they show of the ground below the clouds is fitted to this date; where they cannot be relied on they are not used.</source>
      <translation>Ráster de Sentinel-2 del mismo lugar en otras fechas, con nubes o sin ellas, en cualquier cuadrícula. Lo que muestran del suelo bajo las nubes se ajusta a esta fecha; donde no son fiables no se usan.</translation>
    </message>
    <message>
      <source>Shadow cover (%)</source>
      <translation>Cobertura de sombras (%)</translation>
    </message>
    <message>
      <source>Shift of the radar downwards (pixels)</source>
      <translation>Desplazamiento del radar hacia abajo (píxeles)</translation>
    </message>
    <message>
      <source>Shift of the radar to the right (pixels)</source>
      <translation>Desplazamiento del radar hacia la derecha (píxeles)</translation>
    </message>
    <message>
      <source>Show the mask on the map</source>
      <translation>Mostrar la máscara en el mapa</translation>
    </message>
    <message>
      <source>Side of what a step sees. Empty: the recipe's.</source>
      <translation>Lado de lo que ve un paso. Vacío: el de la receta.</translation>
    </message>
    <message>
      <source>Simple methods too</source>
      <translation>También métodos sencillos</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Tamaño</translation>
    </message>
    <message>
      <source>Smaller ones become clear.</source>
      <translation>Las más pequeñas pasan a ser despejado.</translation>
    </message>
    <message>
      <source>Smallest cloud or shadow (square metres)</source>
      <translation>Nube o sombra más pequeña (metros cuadrados)</translation>
    </message>
    <message>
      <source>Spectral angle (degrees)</source>
      <translation>Ángulo espectral (grados)</translation>
    </message>
    <message>
      <source>Spectral: ramp of {}</source>
      <translation>Espectral: rampa de {}</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in blue</source>
      <translation>Espectral: umbral de sombra en el azul</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in infrared</source>
      <translation>Espectral: umbral de sombra en el infrarrojo</translation>
    </message>
    <message>
      <source>Spread evenly over the folder.</source>
      <translation>Repartidas por igual en toda la carpeta.</translation>
    </message>
    <message>
      <source>Standard error</source>
      <translation>Error estándar</translation>
    </message>
    <message>
      <source>Standard error of {}</source>
      <translation>Error estándar de {}</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Pasos</translation>
    </message>
    <message>
      <source>Stopped; nothing was changed.</source>
      <translation>Detenido; no se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Stopped; nothing was written.</source>
      <translation>Detenido; no se ha escrito nada.</translation>
    </message>
    <message>
      <source>Stopped; the messages say why.</source>
      <translation>Detenido; los mensajes dicen por qué.</translation>
    </message>
    <message>
      <source>Stopped; what is done stands in {}, and the next run goes on there.</source>
      <translation>Detenido; lo ya hecho está en {} y la próxima ejecución continuará desde ahí.</translation>
    </message>
    <message>
      <source>Such as the result of another model, beside the first one.</source>
      <translation>Por ejemplo el resultado de otro modelo, junto al primero.</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabla</translation>
    </message>
    <message>
      <source>Tables (*.csv)</source>
      <translation>Tablas (*.csv)</translation>
    </message>
    <message>
      <source>Takes cirrus and haze off a Sentinel-2 scene, without radar and without a network.</source>
      <translation>Elimina cirros y bruma de una escena Sentinel-2, sin radar y sin red neuronal.</translation>
    </message>
    <message>
      <source>The cloud and shadow detector csmask</source>
      <translation>El detector de nubes y sombras csmask</translation>
    </message>
    <message>
      <source>The cloud detector CloudSEN12 (package sentle)</source>
      <translation>El detector de nubes CloudSEN12 (paquete sentle)</translation>
    </message>
    <message>
      <source>The cloud detector s2cloudless</source>
      <translation>El detector de nubes s2cloudless</translation>
    </message>
    <message>
      <source>The cloudy raster's place and grid without clouds.</source>
      <translation>El lugar y la cuadrícula del ráster con nubes, pero sin nubes.</translation>
    </message>
    <message>
      <source>The detector's score or probability, 0 to 1; scl has none.</source>
      <translation>La puntuación o probabilidad del detector, de 0 a 1; scl no la tiene.</translation>
    </message>
    <message>
      <source>The extent to restore is empty; draw another one.</source>
      <translation>La extensión por restaurar está vacía; dibuje otra.</translation>
    </message>
    <message>
      <source>The folder {} cannot be written to: {}.</source>
      <translation>No se puede escribir en la carpeta {}: {}.</translation>
    </message>
    <message>
      <source>The graphics card is not used: ONNX Runtime has {} but could not start it, because the driver or its libraries (CUDA, cuDNN) are missing or too old; Options &gt; Unveil measures the devices.</source>
      <translation>La tarjeta gráfica no se usa: ONNX Runtime tiene {} pero no pudo iniciarlo, porque el controlador o sus bibliotecas (CUDA, cuDNN) faltan o son demasiado antiguos; Opciones &gt; Unveil mide los dispositivos.</translation>
    </message>
    <message>
      <source>The hazy rims of clouds look clear to detectors and people alike; 0 takes a mask of yours as it is.</source>
      <translation>Los bordes brumosos de las nubes parecen despejados tanto a los detectores como a las personas; con 0, una máscara propia se toma tal cual.</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.</source>
      <translation>La capa «{}» no es un archivo ráster, sino que procede de «{}»; expórtela antes como GeoTIFF.</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file.</source>
      <translation>La capa «{}» no es un archivo ráster.</translation>
    </message>
    <message>
      <source>The map as it is compared, and the layers before and after, as PNG.</source>
      <translation>El mapa tal como se compara, y las capas de antes y después, como PNG.</translation>
    </message>
    <message>
      <source>The map canvas, a layer's extent, or a rectangle that you draw. Empty: the whole scene.</source>
      <translation>La vista del mapa, la extensión de una capa o un rectángulo que dibuje. Vacío: toda la escena.</translation>
    </message>
    <message>
      <source>The new packages cannot take the place of the old ones ({}): restart QGIS and try again.</source>
      <translation>Los paquetes nuevos no pueden ocupar el lugar de los antiguos ({}): reinicie QGIS e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>The optical raster's grid, bands, names, data type and nodata.</source>
      <translation>La cuadrícula, las bandas, los nombres, el tipo de datos y el valor «sin datos» del ráster óptico.</translation>
    </message>
    <message>
      <source>The optical scene whose grid the radar is brought to.</source>
      <translation>La escena óptica a cuya cuadrícula se lleva el radar.</translation>
    </message>
    <message>
      <source>The package index cannot be reached; check the connection, or copy the folder from another computer.</source>
      <translation>No se puede acceder al índice de paquetes; compruebe la conexión o copie la carpeta desde otro equipo.</translation>
    </message>
    <message>
      <source>The package index's certificate was refused; ask who runs this network.</source>
      <translation>Se rechazó el certificado del índice de paquetes; consulte a quien administra esta red.</translation>
    </message>
    <message>
      <source>The picture {} cannot be written.</source>
      <translation>No se puede escribir la imagen {}.</translation>
    </message>
    <message>
      <source>The polygons to restore within cannot be read: {}</source>
      <translation>No se pueden leer los polígonos dentro de los que restaurar: {}</translation>
    </message>
    <message>
      <source>The proxy refused; check QGIS's proxy in Options &gt; Network.</source>
      <translation>El proxy rechazó la conexión; revise el proxy de QGIS en Opciones &gt; Red.</translation>
    </message>
    <message>
      <source>The radar raster is the optical raster; choose the Sentinel-1 raster, with one band VV and one band VH.</source>
      <translation>El ráster de radar es el ráster óptico; elija el ráster de Sentinel-1, con una banda VV y una banda VH.</translation>
    </message>
    <message>
      <source>The rest of the scene</source>
      <translation>El resto de la escena</translation>
    </message>
    <message>
      <source>The runtime folder cannot be written to; check its rights.</source>
      <translation>No se puede escribir en la carpeta de paquetes; compruebe sus permisos.</translation>
    </message>
    <message>
      <source>The same seed draws the same samples.</source>
      <translation>La misma semilla extrae las mismas muestras.</translation>
    </message>
    <message>
      <source>The same seed holds out the same blocks and draws the same clouds.</source>
      <translation>La misma semilla reserva los mismos bloques y sortea las mismas nubes.</translation>
    </message>
    <message>
      <source>The scene and its result on the map, with a divider to drag.</source>
      <translation>La escena y su resultado en el mapa, con un divisor que se arrastra.</translation>
    </message>
    <message>
      <source>The scene over the extent that is nearest to it is taken.</source>
      <translation>Se toma la escena sobre la extensión que está más cerca de ella.</translation>
    </message>
    <message>
      <source>The scene that clouds are to be removed from, as Remove clouds takes it; L1C or L2A.</source>
      <translation>La escena de la que se eliminarán las nubes, tal como la admite «Eliminar nubes»; L1C o L2A.</translation>
    </message>
    <message>
      <source>The steps need the plugin Processing of QGIS; switch it on and start QGIS again.</source>
      <translation>Los pasos necesitan el complemento Procesos de QGIS; actívelo e inicie QGIS de nuevo.</translation>
    </message>
    <message>
      <source>The test needs all three rasters: cloudy, radar and clear; or none.</source>
      <translation>La prueba necesita los tres rásteres (con nubes, de radar y despejado) o ninguno.</translation>
    </message>
    <message>
      <source>The training ends at this step at the latest.</source>
      <translation>El entrenamiento termina en este paso a más tardar.</translation>
    </message>
    <message>
      <source>The training was {}</source>
      <translation>Entrenamiento interrumpido: {}</translation>
    </message>
    <message>
      <source>There are {:.1f} GB free in {}, and {:.1f} GB are needed; make room and try again.</source>
      <translation>Hay {:.1f} GB libres en {} y se necesitan {:.1f} GB; libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>There are {} other dates and {} radar rasters of them; give one for each date, in the same order, or none.</source>
      <translation>Hay {} otras fechas y {} ráster de radar de ellas; indique uno por cada fecha, en el mismo orden, o ninguno.</translation>
    </message>
    <message>
      <source>There is no build of the package for this Python.</source>
      <translation>No hay ninguna compilación del paquete para este Python.</translation>
    </message>
    <message>
      <source>There is no model to measure with.</source>
      <translation>No hay ningún modelo con el que medir.</translation>
    </message>
    <message>
      <source>There is no space left on the disk; make room and try again.</source>
      <translation>No queda espacio en el disco; libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
      <source>This Python has no pip; install it (python3-pip on Linux, OSGeo4W setup on Windows).</source>
      <translation>Este Python no tiene pip; instálelo (python3-pip en Linux, el instalador de OSGeo4W en Windows).</translation>
    </message>
    <message>
      <source>Tiled, with overviews, to be read in parts over a network.</source>
      <translation>En teselas, con vistas generales, para leerse por partes a través de una red.</translation>
    </message>
    <message>
      <source>Tiles copied</source>
      <translation>Teselas copiadas</translation>
    </message>
    <message>
      <source>Tiles predicted</source>
      <translation>Teselas predichas</translation>
    </message>
    <message>
      <source>To cut the rest away, Unveil must know the part: choose an extent or polygons to restore within.</source>
      <translation>Para recortar el resto, Unveil debe conocer la parte: elija una extensión o polígonos dentro de los que restaurar.</translation>
    </message>
    <message>
      <source>Train model</source>
      <translation>Entrenar un modelo</translation>
    </message>
    <message>
      <source>Trained on {}</source>
      <translation>Entrenado con {}</translation>
    </message>
    <message>
      <source>Trains one of the four networks on your own scenes.</source>
      <translation>Entrena una de las cuatro redes con sus propias escenas.</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>Pruébelo</translation>
    </message>
    <message>
      <source>Two rasters: Sentinel-2 with its bands on a 10 m grid, and Sentinel-1 with VV and VH in dB.</source>
      <translation>Dos rásteres: Sentinel-2 con sus bandas en una malla de 10 m, y Sentinel-1 con VV y VH en dB.</translation>
    </message>
    <message>
      <source>Units</source>
      <translation>Unidades</translation>
    </message>
    <message>
      <source>Units of the input</source>
      <translation>Unidades de la entrada</translation>
    </message>
    <message>
      <source>Unveil</source>
      <translation>Unveil</translation>
    </message>
    <message>
      <source>Unveil knows no build of these packages for Python {}.{}; update Unveil.</source>
      <translation>Unveil no conoce ninguna versión de estos paquetes para Python {}.{}; actualice Unveil.</translation>
    </message>
    <message>
      <source>Unveil restores the ground below clouds of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>Unveil restaura el terreno bajo las nubes de una escena de Sentinel-2 con ayuda del radar de Sentinel-1.</translation>
    </message>
    <message>
      <source>Unveil: remove clouds step by step</source>
      <translation>Unveil: eliminar nubes paso a paso</translation>
    </message>
    <message>
      <source>Used for</source>
      <translation>Se usa para</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>Guía del usuario</translation>
    </message>
    <message>
      <source>VH (or VV), if the first file holds the other one only.</source>
      <translation>VH (o VV), si el primer archivo contiene solo la otra.</translation>
    </message>
    <message>
      <source>VV and VH in dB on the grid of the Sentinel-2 raster; NaN = no data.</source>
      <translation>VV y VH en dB en la cuadrícula del ráster de Sentinel-2; NaN = sin datos.</translation>
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.</source>
      <translation>VV y VH, sigma0 en dB con corrección del terreno, de una fecha cercana a la óptica; cualquier cuadrícula que se solape.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Versión</translation>
    </message>
    <message>
      <source>What its values mean. auto tells it by values and names, and asks where they fit more than one coding.</source>
      <translation>Qué significan sus valores. auto lo deduce de valores y nombres, y pregunta cuando encajan en más de una codificación.</translation>
    </message>
    <message>
      <source>What looks wrong with the mask</source>
      <translation>Qué parece incorrecto en la máscara</translation>
    </message>
    <message>
      <source>What makes the mask where none is given; Mask clouds explains them.</source>
      <translation>Lo que genera la máscara cuando no se indica ninguna; «Enmascarar nubes» los explica.</translation>
    </message>
    <message>
      <source>What the file holds; for a SAFE product, what it is calibrated to. auto: what names in the file say, else sigma0. The models were trained on sigma0.</source>
      <translation>Lo que contiene el archivo; para un producto SAFE, a qué se calibra. auto: lo que digan los nombres en el archivo; si no, sigma0. Los modelos se entrenaron con sigma0.</translation>
    </message>
    <message>
      <source>What the network itself takes for clear, 0 to 1; models of IB-HFN only. Every tile is predicted.</source>
      <translation>Lo que la propia red considera despejado, de 0 a 1; solo modelos de IB-HFN. Se predicen todas las teselas.</translation>
    </message>
    <message>
      <source>What the result was made of; its own scores stand beside the result's as “do nothing”.</source>
      <translation>La imagen de la que procede el resultado; sus propias puntuaciones figuran junto a las del resultado como «no hacer nada».</translation>
    </message>
    <message>
      <source>Where cloud, thin or thick, lies. Left empty, the mask detector makes one.</source>
      <translation>Dónde hay nubes, finas o densas. Si se deja vacío, la crea el detector de la máscara.</translation>
    </message>
    <message>
      <source>Where each pixel comes from: observed, restored, below what, from what.</source>
      <translation>De dónde viene cada píxel: observado, restaurado, bajo qué, a partir de qué.</translation>
    </message>
    <message>
      <source>Where grids differ: bilinear, the mask by nearest neighbour. It smooths, which changes scores.</source>
      <translation>Si las cuadrículas difieren: bilineal, y la máscara por vecino más próximo. Suaviza, lo que cambia las puntuaciones.</translation>
    </message>
    <message>
      <source>Where the scene goes.</source>
      <translation>Adónde va la escena.</translation>
    </message>
    <message>
      <source>Whether an adapted model was installed</source>
      <translation>Si se instaló un modelo adaptado</translation>
    </message>
    <message>
      <source>Which of the four networks is trained.</source>
      <translation>Cuál de las cuatro redes se entrena.</translation>
    </message>
    <message>
      <source>Width of the transition round clouds (metres)</source>
      <translation>Anchura de la transición alrededor de las nubes (metros)</translation>
    </message>
    <message>
      <source>Write cloud-optimised GeoTIFFs</source>
      <translation>Escribir GeoTIFF optimizados para la nube</translation>
    </message>
    <message>
      <source>Your own data</source>
      <translation>Sus propios datos</translation>
    </message>
    <message>
      <source>above and below</source>
      <translation>arriba y abajo</translation>
    </message>
    <message>
      <source>auto takes the NVIDIA GPU where PyTorch finds one.</source>
      <translation>auto toma la GPU de NVIDIA si PyTorch encuentra una.</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the log says which one ran.</source>
      <translation>auto toma el mejor dispositivo que funciona de verdad; el registro dice cuál se usó.</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the page says which one ran.</source>
      <translation>auto toma el mejor dispositivo que funciona de verdad; la página dice cuál se usó.</translation>
    </message>
    <message>
      <source>auto: by metadata, file name and bands (without B10 it is L2A).</source>
      <translation>auto: según los metadatos, el nombre del archivo y las bandas (sin B10 es L2A).</translation>
    </message>
    <message>
      <source>auto: told by the values, and said in the log.</source>
      <translation>auto: se deduce de los valores y se indica en el registro.</translation>
    </message>
    <message>
      <source>auto: what suits the raster, unveil where it can. unveil: a network of our own for cloud, thin cloud and shadow (L1C and L2A). spectral: thresholds on reflectance with shadow (L1C). spectral-attention: its variant pixel by pixel (L1C). s2cloudless: boosted trees, haze included (L1C, package s2cloudless). csmask: a network for cloud and shadow (L1C and L2A, package ukis-csmask). cloudsen12: a network for cloud, thin cloud and shadow (L1C and L2A, package sentle). scl: the classification that L2A carries.</source>
      <translation>auto: lo que convenga al ráster, unveil donde pueda. unveil: una red propia para nubes, nubes finas y sombras (L1C y L2A). spectral: umbrales de reflectancia con sombra (L1C). spectral-attention: su variante píxel a píxel (L1C). s2cloudless: árboles potenciados, bruma incluida (L1C, paquete s2cloudless). csmask: una red para nubes y sombras (L1C y L2A, paquete ukis-csmask). cloudsen12: una red para nubes, nubes finas y sombras (L1C y L2A, paquete sentle). scl: la clasificación que lleva L2A.</translation>
    </message>
    <message>
      <source>auto: what the metadata say, and a refusal where there are none and the values look as if +1000 were still in. 1000 or none: for files without metadata whose history you know.</source>
      <translation>auto: lo que digan los metadatos, y un rechazo si no los hay y los valores parecen conservar el +1000. 1000 o none: para archivos sin metadatos cuyo historial conoce.</translation>
    </message>
    <message>
      <source>clear</source>
      <translation>despejado</translation>
    </message>
    <message>
      <source>cloud</source>
      <translation>nube</translation>
    </message>
    <message>
      <source>cloud shadow</source>
      <translation>sombra de nube</translation>
    </message>
    <message>
      <source>compact trains on a processor in an hour; the paper's sizes need a GPU and days.</source>
      <translation>compact se entrena en un procesador en una hora; los tamaños del artículo necesitan una GPU y días.</translation>
    </message>
    <message>
      <source>copy: the result is the whole scene. cut: it ends with the extent or the polygons' bounding rectangle.</source>
      <translation>copy: el resultado es toda la escena. cut: termina con la extensión o el rectángulo que rodea los polígonos.</translation>
    </message>
    <message>
      <source>cubic: smooth; nearest: values stay exactly those of the product.</source>
      <translation>cubic: suave; nearest: los valores siguen siendo exactamente los del producto.</translation>
    </message>
    <message>
      <source>full: all valid pixels. glf-cr: the middle 128 pixels with the SSIM of GLF-CR's code. uncrtaints: the whole patch with the SSIM of UnCRtainTS's code.</source>
      <translation>full: todos los píxeles válidos. glf-cr: los 128 píxeles centrales con el SSIM del código de GLF-CR. uncrtaints: el parche completo con el SSIM del código de UnCRtainTS.</translation>
    </message>
    <message>
      <source>it said nothing</source>
      <translation>no dio ningún mensaje</translation>
    </message>
    <message>
      <source>left and right</source>
      <translation>izquierda y derecha</translation>
    </message>
    <message>
      <source>not installed</source>
      <translation>no instalado</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>pip failed: {}</source>
      <translation>pip falló: {}</translation>
    </message>
    <message>
      <source>speed here not measured yet</source>
      <translation>velocidad aquí aún no medida</translation>
    </message>
    <message>
      <source>the default growth</source>
      <translation>el crecimiento predeterminado</translation>
    </message>
    <message>
      <source>the default model</source>
      <translation>el modelo predeterminado</translation>
    </message>
    <message>
      <source>thin cloud</source>
      <translation>nube delgada</translation>
    </message>
    <message>
      <source>where requirements.txt holds, each with its hashes: {}</source>
      <translation>donde requirements.txt contiene, cada uno con sus hashes: {}</translation>
    </message>
    <message>
      <source>{:.1f} dB on scenes left out, plain interpolation {:.1f} dB</source>
      <translation>{:.1f} dB en escenas apartadas, interpolación simple {:.1f} dB</translation>
    </message>
    <message>
      <source>{:.2f} % cloud, {:.2f} % shadow of the valid pixels.</source>
      <translation>{:.2f} % de nubes y {:.2f} % de sombras entre los píxeles válidos.</translation>
    </message>
    <message>
      <source>{:.2g} s a tile here</source>
      <translation>{:.2g} s por tesela aquí</translation>
    </message>
    <message>
      <source>{} are installed together, and the one that came last hides the devices of the other; choose one below and install it again.</source>
      <translation>{} están instalados a la vez, y el que llegó el último oculta los dispositivos del otro; elija uno abajo e instálelo de nuevo.</translation>
    </message>
    <message>
      <source>{} is no raster and no layer of polygons that can be read: {}</source>
      <translation>{} no es un ráster ni una capa de polígonos que se pueda leer: {}</translation>
    </message>
    <message>
      <source>{} is no raster that can be read: {}</source>
      <translation>{} no es un ráster que se pueda leer: {}</translation>
    </message>
    <message>
      <source>{} of {} places</source>
      <translation>{} de {} lugares</translation>
    </message>
    <message>
      <source>{} prepared</source>
      <translation>{} preparado</translation>
    </message>
    <message>
      <source>{} without thin cloud</source>
      <translation>{} sin nubes finas</translation>
    </message>
    <message>
      <source>{}, a few seconds left</source>
      <translation>{}, quedan unos segundos</translation>
    </message>
    <message>
      <source>{}, about {} hours left</source>
      <translation>{}, quedan unas {} horas</translation>
    </message>
    <message>
      <source>{}, about {} minutes left</source>
      <translation>{}, quedan unos {} minutos</translation>
    </message>
    <message>
      <source>{}, about {} s left</source>
      <translation>{}, quedan unos {} s</translation>
    </message>
    <message>
      <source>{}: a tile of {} x {} pixels through {} took {:.2f} s</source>
      <translation>{}: una tesela de {} x {} píxeles con {} tardó {:.2f} s</translation>
    </message>
  </context>
</TS>
